import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { root } from './checkout.js';
import { servicePort, withoutSettings } from './config.js';

/** Every setting of the services, as .env.example lists them. */
const settings = [...readFileSync(join(root, '.env.example'), 'utf8').matchAll(/^#?([A-Z_]+)=/gm)]
  .map(([, key = '']) => key)
  .filter((key) => !['COMPOSE_FILE', 'PLUMBLINE_NETWORK'].includes(key));

describe('withoutSettings', () => {
  test('removes every setting of an installation, also as a file', () => {
    expect(settings.length).toBeGreaterThan(50);
    const keys = settings.flatMap((key) => [key, `${key}_FILE`]);
    expect(withoutSettings(Object.fromEntries(keys.map((key) => [key, 'set'])))).toEqual({});
  });

  test('keeps the rest of the environment', () => {
    const env = {
      PATH: '/usr/bin',
      HOME: '/home/me',
      https_proxy: 'http://proxy',
      NODE_OPTIONS: '--no-warnings',
    };
    expect(withoutSettings(env)).toEqual(env);
  });
});

describe('servicePort', () => {
  test.each([
    [{}, '8002'],
    [{ PREDICT_PORT: '9002' }, '9002'],
    [
      { PREDICT_PORT: '9002', PREDICT_PORT_FILE: join(root, 'package.json') },
      expect.stringContaining('plumbline'),
    ],
  ])('reads %j as the service does', (env, port) => {
    expect(servicePort(env, 'PREDICT_PORT')).toEqual(port);
  });
});
