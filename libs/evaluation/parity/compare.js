// npm run parity -- --seed 1 --cases 100 [--groups numeric,MMD] [--jobs 2]
// Has the real packages make random cases, compares them with the built library, and fails above 1e-9.
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { TOLERANCE } from './difference.js';
import { Findings } from './findings.js';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** The packages report home otherwise, and their threads would only wait for one another. */
const quiet = {
  DO_NOT_TRACK: '1',
  NML_DISABLE_USAGE_LOGGING: '1',
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
};

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    cases: { type: 'string', default: '100' },
    groups: { type: 'string', default: '' },
    jobs: { type: 'string', default: '1' },
  },
});

run('sh', ['setup.sh']);
run('npx', ['--no-install', 'tsc', '-b', fileURLToPath(new URL('..', import.meta.url))]);
// Only now is there a library to import.
const { compareCase } = await import('./groups.js');
const findings = new Findings();
const jobs = Number(options.jobs);
await Promise.all(Array.from({ length: jobs }, (_, part) => comparePart(`${part}/${jobs}`)));
process.stdout.write(findings.report());
process.exitCode = findings.count() > 0 && findings.largest() <= TOLERANCE ? 0 : 1;

function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}

async function comparePart(part) {
  const { seed, cases, groups } = options;
  const python = spawn(
    fileURLToPath(new URL('../../../.plumbline/parity/bin/python', import.meta.url)),
    ['-W', 'ignore', '-m', 'oracle', '--seed', seed, '--cases', cases, '--part', part, '--groups', groups],
    { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...quiet } },
  );
  const status = new Promise((resolve) => python.on('close', resolve));
  for await (const line of createInterface({ input: python.stdout })) {
    const found = JSON.parse(line);
    findings.add(found, compareCase(found));
  }
  if ((await status) !== 0) throw new Error('the oracle failed; its message is above');
}
