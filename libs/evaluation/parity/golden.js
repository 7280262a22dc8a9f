// node libs/evaluation/parity/golden.js [groups, by comma]
// Writes what the real packages make of 520 random cases a group and of the degenerate ones. The unit tests compare with
// it at every run, without Python: the files hold recipes, from which the columns are drawn again.
import { mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { oracle } from './oracle.js';
import { Progress } from './progress.js';

const CASES = 520;

/** Numbers are kept to so many digits: 5e-14 is far below what is asked for. */
const DIGITS = 13;

const folder = new URL('../test/golden/', import.meta.url);
mkdirSync(folder, { recursive: true });
const groups = {};
const only = process.argv[2] ?? '';
const progress = new Progress();
const lines = oracle(['--seed', '0', '--cases', String(CASES), '--groups', only, '--drawn'], (total) =>
  progress.expect(total),
);
for await (const line of lines) {
  const found = JSON.parse(line);
  (groups[found.group] ??= []).push(JSON.stringify(compact(found)));
  progress.step(found.id);
}
progress.end();
for (const [group, cases] of Object.entries(groups)) {
  const text = cases.join('\n') + '\n';
  writeFileSync(new URL(`${group.replaceAll(' ', '-')}.jsonl.gz`, folder), gzipSync(text, { level: 9 }));
}

/** What a random case expects of a named drift test is its score; the degenerate ones tell name and threshold as well. */
function compact({ id, expected, ...found }) {
  const entries = Object.entries(expected).map(([name, value]) => {
    const isNamed = value?.displayName !== undefined && name !== 'default' && !id.startsWith('degenerate');
    return [name, rounded(isNamed ? { score: value.score, drifted: value.drifted } : value)];
  });
  return { id, ...found, expected: Object.fromEntries(entries) };
}

function rounded(value) {
  if (typeof value === 'number') return Number(value.toPrecision(DIGITS));
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(rounded);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rounded(item)]));
}
