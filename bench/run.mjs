import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareWorkspace } from '../scripts/workspace.mjs';
import { compare } from './compare.mjs';
import { evaluationBench } from './evaluation/evaluation.mjs';
import { profile } from './profile.mjs';
import { soak } from './soak.mjs';
import { swap } from './swap.mjs';
import { bare } from './stacks/bare.mjs';
import { fastapi, fastapiCached } from './stacks/fastapi.mjs';
import { plumbline, plumblineLogOff, plumblineOf, plumblineSwitches } from './stacks/plumbline.mjs';
import { preparePython } from './stacks/python-environment.mjs';
import { markdown } from './table.mjs';

const USAGE = `npm run bench -- [options]
  --all               also measure each switch turned off and FastAPI with a token cache
  --only <ids>        measure these stacks only: comma-separated ids as in results.json
  --baseline <folder> also measure the service that another checkout built
  --repeats <n>       rounds over all stacks (3)
  --seconds <s>       measured window (4)
  --warmup <s>        load before each window (1.5)
  --connections <n>   of the load generator (32)
  --soak <n>          instead: resident memory over n predictions
  --swap <n>          instead: n swaps of the champion under load, what requests and memory notice
  --profile           instead: where the service's CPU time goes, from a CPU profile under load
  --evaluation        instead: evaluations against Evidently, their memory, and what they cost the service
  --false-alarms <n>  instead: n windows of steady traffic for each shipped model, and how many are called drifted
  --as-built          measure what is installed and built, without bringing it up to date
`;

const { values: options } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    only: { type: 'string' },
    baseline: { type: 'string' },
    repeats: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '4' },
    warmup: { type: 'string', default: '1.5' },
    connections: { type: 'string', default: '32' },
    soak: { type: 'string' },
    swap: { type: 'string' },
    profile: { type: 'boolean', default: false },
    evaluation: { type: 'boolean', default: false },
    'false-alarms': { type: 'string' },
    'as-built': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (options.help) process.stdout.write(USAGE);
else await main();

async function main() {
  if (!options['as-built']) await prepareWorkspace(progress);
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
  // The user that PostgreSQL runs as has to be able to enter it.
  chmodSync(folder, 0o755);
  const load = {
    connections: Number(options.connections),
    warmupMs: Number(options.warmup) * 1000,
    durationMs: Number(options.seconds) * 1000,
  };
  try {
    if (options.soak !== undefined) await soak({ folder, load, predictions: Number(options.soak), progress });
    else if (options.swap !== undefined) {
      await swap({ folder, swaps: Number(options.swap), connections: load.connections, progress });
    } else if (options.profile) process.stdout.write(await profile({ folder, load, progress }));
    else if (options['false-alarms'] !== undefined) {
      const { falseAlarms } = await import('./false-alarms.mjs');
      process.stdout.write(falseAlarms(Number(options['false-alarms'])));
    } else if (options.evaluation)
      process.stdout.write(await evaluationBench({ folder, load, repeats: repeats(), progress }));
    else await table({ folder, load });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function table({ folder, load }) {
  const stacks = await chosenStacks();
  const results = await compare({ folder, load, stacks, repeats: repeats(), progress });
  writeFileSync(join(import.meta.dirname, 'results.json'), `${JSON.stringify(results, undefined, 2)}\n`);
  process.stdout.write(`\n${markdown(results)}`);
}

async function chosenStacks() {
  const usual = [bare, plumbline, plumblineLogOff, fastapi];
  const known = [...usual, ...plumblineSwitches, fastapiCached];
  const ids = options.only?.split(',');
  const chosen = ids ? known.filter(({ id }) => ids.includes(id)) : options.all ? known : usual;
  if (options.baseline !== undefined) chosen.push(plumblineOf(options.baseline));
  if (chosen.length === 0) throw new Error(`--only knows ${known.map(({ id }) => id).join(', ')}`);
  if (!chosen.some(({ id }) => id.startsWith('fastapi'))) return chosen;
  const reason = await preparePython(progress);
  if (reason !== undefined) progress(`Without FastAPI: ${reason}`);
  return reason === undefined ? chosen : chosen.filter(({ id }) => !id.startsWith('fastapi'));
}

function repeats() {
  return Number(options.repeats);
}

function progress(message) {
  process.stderr.write(`  ${message}\n`);
}
