import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from '@jest/globals';
import { compareCase } from '../parity/groups.js';

interface GoldenCase {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  /** By method. */
  readonly expected: object;
}

const TOLERANCE = 1e-9;

/** These have fewer than 500 cases: Fisher's exact test takes two categories only. */
const MIN_CASES: Record<string, number> = { 'robust fisher_exact': 200 };

/** The files of each spec, divided so that the specs take about equally long and can run in parallel. */
export const goldenGroups = {
  drift: ['numeric', 'categorical', 'TVD', 'MMD', 'dataset', 'permutations'],
  quality: [
    'labels',
    'probabilities',
    'multi-label',
    'regression',
    'data-quality',
    'thresholds',
    'detectors',
    'arrays',
    'dates',
    'embeddings',
    'streams',
    'weighted-quality',
    'segments',
    'importance',
    'correlations',
  ],
  estimators: ['isotonic', 'CBPE-binary', 'DLE', 'reconstruction'],
  multiclass: ['CBPE-multiclass'],
};

const folder = new URL('./golden/', import.meta.url);

/** All files of golden cases, without their ending. */
export const goldenFiles = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl.gz'))
  .map((name) => name.replace('.jsonl.gz', ''));

/** The names of the numbers that a file has. */
export function namesIn(file: string): string[] {
  const [first = ''] = linesOf(file);
  return Object.keys((JSON.parse(first) as GoldenCase).expected);
}

/** Compares all cases of a file: random ones, and those where a formula loses digits. */
export function expectEqualToPackages(file: string): void {
  const counts = new Map<string, number>();
  for (const line of linesOf(file)) {
    const found = JSON.parse(line) as GoldenCase;
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
    expect({ name, enough: count >= (MIN_CASES[name] ?? 500) }).toEqual({ name, enough: true });
  }
}

/** The cases of a file. */
export function goldenCases<Case>(file: string): Case[] {
  return linesOf(file).map((line) => JSON.parse(line) as Case);
}

function linesOf(file: string): string[] {
  return gunzipSync(readFileSync(new URL(`${file}.jsonl.gz`, folder)))
    .toString()
    .trimEnd()
    .split('\n');
}
