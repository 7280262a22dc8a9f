// node libs/evaluation/parity/golden.js
// Writes the small cases that the unit tests compare with, without Python, at every run.
import { writeFileSync } from 'node:fs';
import { oracle } from './oracle.js';

const MAX_LENGTH = 40_000;

const lines = [];
for await (const line of oracle(['--seed', '0', '--cases', '8', '--rows', '120'])) {
  if (line.length <= MAX_LENGTH) lines.push(line);
}
writeFileSync(new URL('../test/parity.golden.jsonl', import.meta.url), lines.join('\n') + '\n');
