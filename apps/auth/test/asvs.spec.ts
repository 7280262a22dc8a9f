import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const root = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(fileURLToPath(new URL(path, root)), 'utf8');

const rows = [...read('docs/auth.md').matchAll(/^\| ([\d., ]+) \|.*\| (\S+\.ts) +\|$/gm)].map(
  ([, requirements = '', file = '']) => ({ requirements: requirements.trim().split(', '), file }),
);

describe('the ASVS table of docs/auth.md', () => {
  test('has rows', () => {
    expect(rows.length).toBeGreaterThan(20);
  });

  test.each(rows)('$requirements is named by a test in $file', ({ requirements, file }) => {
    const marks = [...read(file).matchAll(/ASVS ([\d., ]+)/g)].flatMap(([, list = '']) => list.split(', '));
    expect(marks).toEqual(expect.arrayContaining(requirements));
  });
});
