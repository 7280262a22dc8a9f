import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { compareCase } from '../parity/groups.js';
import { driftTests } from '../src/index.js';

interface GoldenCase {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  /** By method. */
  readonly expected: object;
}

const TOLERANCE = 1e-9;
const folder = new URL('./golden/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl.gz'));

/** What the real packages gave for random cases, and for those where a formula loses its footing. */
function casesOf(file: string): GoldenCase[] {
  const text = gunzipSync(readFileSync(new URL(file, folder))).toString();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as GoldenCase);
}

/** Some laws are for two categories alone. */
const fewer: Record<string, number> = { 'robust fisher_exact': 200 };

describe('equals the real packages to 1e-9', () => {
  const check = (file: string) => {
    const counts = new Map<string, number>();
    for (const found of casesOf(file)) {
      for (const { name, difference, expected, actual } of compareCase(found)) {
        counts.set(name, (counts.get(name) ?? 0) + 1);
        if (difference <= TOLERANCE) continue;
        throw new Error(
          `${name} of ${found.id}, ${found.name}: ${JSON.stringify({ expected, actual, difference })}`,
        );
      }
    }
    expect(counts.size).toBeGreaterThan(0);
    for (const [name, count] of counts) {
      expect({ name, enough: count >= (fewer[name] ?? 500) }).toEqual({ name, enough: true });
    }
  };

  test('every registered drift test has cases', () => {
    const named = files.flatMap((file) => Object.keys(casesOf(file)[0]!.expected));
    expect(Object.keys(driftTests).filter((method) => !named.includes(method))).toEqual([]);
  });

  test.each(files)('%s, in at least 500 cases a method', check);
});
