import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { compareCase } from '../parity/groups.js';

interface GoldenCase {
  readonly id: string;
  readonly name: string;
  readonly group: string;
}

const cases = readFileSync(new URL('./parity.golden.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as GoldenCase);

describe('equals the real packages to 1e-9', () => {
  test.each(cases.map((found) => [`${found.id}: ${found.name}`, found] as const))('%s', (_, found) => {
    const compared = compareCase(found);
    expect(compared.length).toBeGreaterThan(0);
    expect(compared.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  });
});
