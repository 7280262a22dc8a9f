import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareWorkspace } from '../workspace.mjs';
import { EVENTS, forS, runLoop } from './run-loop.mjs';

const USAGE = `npm run test:loop -- [options]
Lets the F1 of a model fall and watches the alert, the retraining and the recovery, all on real parts.
  --fast          divides all durations of rules and routes by 10
  --factor N      divides them by N
  --model NAME    heart-disease by default
  --keep          leaves the folder with all logs
`;

/** What may pass between two events apart from the pipeline's own time. */
const SLACK_S = 120;

let folder;
try {
  const { values } = parseArgs({
    options: {
      fast: { type: 'boolean' },
      keep: { type: 'boolean' },
      help: { type: 'boolean' },
      factor: { type: 'string' },
      model: { type: 'string' },
    },
  });
  if (values.help) process.stdout.write(USAGE);
  else await run(values, Number(values.factor ?? (values.fast ? 10 : 1)));
} catch (error) {
  process.stderr.write(`\n${error.message}\n${folder ? `Logs: ${folder}\n` : ''}`);
  process.exitCode = 1;
}
process.exit();

async function run({ keep, model }, factor) {
  if (!(factor >= 1)) throw new Error(`--factor must be a number of at least 1\n\n${USAGE}`);
  const say = (text) => process.stdout.write(`${text}\n`);
  await prepareWorkspace((text) => say(`  ${text} ...`));
  folder = mkdtempSync(join(tmpdir(), 'plumbline-loop-'));
  // PostgreSQL, which does not run as root, finds its data in here.
  chmodSync(folder, 0o711);
  say(`All parts write to ${folder}; durations are divided by ${factor}`);
  const loop = await runLoop({
    folder,
    factor,
    model,
    onProgress: (text) => say(`  ${text} ...`),
    onEvent: say,
  });
  await loop.stop();
  judge(loop, factor);
  if (!keep) rmSync(folder, { recursive: true });
}

/** @throws Error when the loop took longer than its own waiting allows, or led to more than one run */
function judge({ timeline, last }, factor) {
  const alertS = timeline.between(EVENTS.fallen, EVENTS.firing);
  const startS = timeline.between(EVENTS.firing, EVENTS.running);
  const recoveryS = timeline.between(EVENTS.promoted, EVENTS.resolved);
  const independentS = alertS + startS + recoveryS;
  const limitS = forS(factor) + SLACK_S;
  process.stdout.write(
    `\nfrom the fall to the alert ${alertS.toFixed(0)} s, to the run ${startS.toFixed(0)} s, from the promotion to the end of the alert ${recoveryS.toFixed(0)} s\n` +
      `together ${independentS.toFixed(0)} s without the pipeline itself; at most ${limitS} s are allowed\n`,
  );
  if (last.retrains !== 1) throw new Error(`${last.retrains} runs were asked for instead of 1`);
  if (independentS > limitS) throw new Error('the loop took too long');
}
