import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { loadConfig } from './load-config.js';
import { networks, onOff, port, wholeNumber } from './settings.js';

const schema = z.object({
  PORT: port().default(8001),
  WORKERS: wholeNumber(1, 8),
  VERBOSE: onOff().default(false),
  PROXIES: networks().default([]),
  PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
});

describe('loadConfig', () => {
  test('returns typed values and defaults', () => {
    expect(loadConfig(schema, { WORKERS: '2', VERBOSE: 'on', UNRELATED: 'x' })).toEqual({
      PORT: 8001,
      WORKERS: 2,
      VERBOSE: true,
      PROXIES: [],
    });
  });

  test('names every bad key with its rule at once', () => {
    expect(() => loadConfig(schema, { PORT: '70000', WORKERS: 'many', VERBOSE: '' })).toThrow(
      [
        'Bad settings:',
        '  VERBOSE: is empty; remove it or give it a value',
        '  PORT: must be a whole number from 0 to 65535',
        '  WORKERS: must be a whole number from 1 to 8',
      ].join('\n'),
    );
  });

  test.each(['everyone', '10.0.0.0/33', '10.0.0.1/8/8', '::1/129', '10.0.0.1;'])(
    'refuses %s as a list of networks',
    (PROXIES) => {
      expect(() => loadConfig(schema, { WORKERS: '1', PROXIES })).toThrow(
        'PROXIES: must be comma-separated addresses or networks',
      );
    },
  );

  test('reads addresses and networks of both families', () => {
    expect(loadConfig(schema, { WORKERS: '1', PROXIES: '10.0.0.0/8, ::1' }).PROXIES).toEqual([
      '10.0.0.0/8',
      '::1',
    ]);
    expect(loadConfig(schema, { WORKERS: '1', PROXIES: '10.0.0.1,' }).PROXIES).toEqual(['10.0.0.1']);
  });

  test('reads a secret from the file its _FILE key names, without the trailing newline', () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-secret-'));
    try {
      const file = join(folder, 'password');
      writeFileSync(file, 'correct horse\n');
      expect(loadConfig(schema, { WORKERS: '1', PASSWORD_FILE: file }).PASSWORD).toBe('correct horse');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('refuses a key given both directly and as a file', () => {
    expect(() =>
      loadConfig(schema, { WORKERS: '1', PASSWORD: 'correct horse', PASSWORD_FILE: '/x' }),
    ).toThrow('PASSWORD: set either PASSWORD or PASSWORD_FILE, not both');
  });

  test('says which secret file cannot be read', () => {
    expect(() => loadConfig(schema, { WORKERS: '1', PASSWORD_FILE: '/no/such' })).toThrow(
      'PASSWORD: cannot read PASSWORD_FILE /no/such (ENOENT)',
    );
  });
});
