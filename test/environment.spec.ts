import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentSchema as auth } from '../apps/auth/src/config/config.js';
import { environmentSchema as predict } from '../apps/predict/src/config/config.js';
import { root } from '../monitoring/test/files.js';

/** What docker compose itself reads from `.env`. */
const COMPOSE_KEYS = ['COMPOSE_FILE', 'PLUMBLINE_NETWORK'];

/** `KEY=value`, or `#KEY=` for a key without default; both may have a comment. */
const LINE = /^(?:#(?=\w+=\s)|(?=\w+=\S))(?<key>[A-Z_]+)=(?<value>\S*)(?:\s+#.*)?$/;

/** The keys of .env.example with their values. */
function example(): Record<string, string | undefined> {
  const lines = readFileSync(join(root, '.env.example'), 'utf8').split('\n');
  return Object.fromEntries(
    lines
      .filter((line) => line !== '' && !line.startsWith('# '))
      .map((line) => {
        const { key, value } = LINE.exec(line)?.groups ?? {};
        if (key === undefined) throw new Error(`not KEY=value: ${line}`);
        return [key, value || undefined];
      }),
  );
}

describe('.env.example', () => {
  test('has exactly the keys of both services and of compose, each once', () => {
    const keys = [...Object.keys(auth.shape), ...Object.keys(predict.shape), ...COMPOSE_KEYS];
    expect(Object.keys(example()).sort()).toEqual([...new Set(keys)].sort());
  });

  test.each([
    ['auth', auth],
    ['predict', predict],
  ])('gives %s its own defaults', (_, schema) => {
    const given = Object.fromEntries(Object.entries(example()).filter(([key]) => key in schema.shape));
    expect(schema.parse(given)).toEqual(schema.parse({}));
  });
});

describe('the settings in README.md', () => {
  const rows = [
    ...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^\| (`[A-Z_`, ]+`) +\| (.+?) +\|/gm),
  ];
  const settings = rows.flatMap(([, keys = '', defaults = '']) => {
    const values = defaults.replaceAll('`', '').split(', ');
    return keys.match(/\w+/g)?.map((key, index) => [key, values[index] ?? values[0]]) ?? [];
  });

  test('are there', () => expect(settings.length).toBeGreaterThan(5));

  test.each(settings)('%s has the default %s', (key, value) => {
    expect(example()).toHaveProperty([key as string], value === 'none' ? undefined : value);
  });
});
