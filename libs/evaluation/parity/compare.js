// npm run parity -- --seed 1 --cases 100 [--groups numeric,MMD] [--jobs 2] [--minutes 60]
// Has the real packages make random cases, compares them with the built library, and fails above 1e-9 or when the time is
// over. 1000 cases a group take 20 to 30 minutes on one core.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { TOLERANCE } from './difference.js';
import { Findings } from './findings.js';
import { oracle } from './oracle.js';
import { Progress } from './progress.js';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    cases: { type: 'string', default: '100' },
    groups: { type: 'string', default: '' },
    jobs: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '60' },
  },
});

run('sh', [fileURLToPath(new URL('setup.sh', import.meta.url))]);
run('npx', ['--no-install', 'tsc', '-b', fileURLToPath(new URL('..', import.meta.url))]);
// Only now is there a library to import.
const { compareCase } = await import('./groups.js');
const findings = new Findings();
const progress = new Progress();
const deadlineMs = Date.now() + Number(options.minutes) * 60_000;
const jobs = Number(options.jobs);
const parts = await Promise.all(Array.from({ length: jobs }, (_, part) => comparePart(`${part}/${jobs}`)));
progress.end();
process.stdout.write(findings.report());
const isComplete = parts.every(Boolean);
if (!isComplete) process.stderr.write(`stopped after ${options.minutes} minutes: ${progress.state}\n`);
process.exitCode = isComplete && findings.count() > 0 && findings.largest() <= TOLERANCE ? 0 : 1;

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}

/** Whether there was time for all of it. */
async function comparePart(part) {
  const { seed, cases, groups } = options;
  const lines = oracle(['--seed', seed, '--cases', cases, '--groups', groups, '--part', part], (total) =>
    progress.expect(total),
  );
  for await (const line of lines) {
    const found = JSON.parse(line);
    findings.add(found, compareCase(found));
    progress.step(found.id);
    if (Date.now() > deadlineMs) return false;
  }
  return true;
}
