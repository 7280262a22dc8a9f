import { rmSync } from 'node:fs';
import { Command } from 'commander';
import { examples, ExitCode } from '../command-line/index.js';
import { stopSignal } from '../processes/index.js';
import { printStep } from '../terminal/index.js';
import { factor } from './factor.js';
import { loopFolder, prepareLoop } from './prepare.js';
import { firingDelayS, type Loop, runLoop } from './run-loop.js';
import { EVENTS } from './timeline.js';

/** What may pass between two events apart from the pipeline's own time. */
const SLACK_S = 120;

interface Options {
  readonly fast?: boolean;
  readonly factor?: number;
  readonly model: string;
  readonly keep?: boolean;
}

/** `plumbline test-loop` */
export function testLoopCommand(): Command {
  return new Command('test-loop')
    .summary('test the retraining loop with real components')
    .description(
      'Lets the quality of a model fall and waits for the alert, the retraining and the recovery, with real components, on free ports and in a folder of its own.',
    )
    .option('--fast', 'divide all durations of rules and routes by 10')
    .option('--factor <number>', 'divide them by this number', factor)
    .option('--model <name>', 'the model', 'heart-disease')
    .option('--keep', 'keep the folder with all logs')
    .addHelpText('after', examples('test-loop --fast', 'test-loop --factor 20 --keep'))
    .action(testLoop);
}

async function testLoop({ fast, factor = fast ? 10 : 1, model, keep }: Options): Promise<void> {
  const stop = stopSignal();
  await prepareLoop(printStep);
  const folder = loopFolder('loop');
  process.stdout.write(`All parts write to ${folder}; durations are divided by ${factor}\n`);
  try {
    const loop = await runLoop({
      ...{ folder, factor, model, signal: stop, onProgress: printStep },
      onEvent: (line) => process.stdout.write(`${line}\n`),
    });
    await loop.stop();
    judge(loop, factor);
  } catch (error) {
    if (!stop.aborted) throw new Error(`\n${(error as Error).message}\nLogs: ${folder}`, { cause: error });
  }
  if (!keep) rmSync(folder, { recursive: true, force: true });
  if (stop.aborted) throw new ExitCode(130);
}

/** @throws Error when the loop took longer than its own waiting allows, or led to more than one run */
function judge({ timeline, last }: Loop, factor: number): void {
  const alertS = timeline.between(EVENTS.fallen, EVENTS.firing) ?? NaN;
  const startS = timeline.between(EVENTS.firing, EVENTS.running) ?? NaN;
  const recoveryS = timeline.between(EVENTS.promoted, EVENTS.resolved) ?? NaN;
  const ownS = alertS + startS + recoveryS;
  const limitS = firingDelayS(factor) + SLACK_S;
  process.stdout.write(
    `\nfrom the fall to the alert ${alertS.toFixed(0)} s, to the run ${startS.toFixed(0)} s, from the promotion to the end of the alert ${recoveryS.toFixed(0)} s\n` +
      `together ${ownS.toFixed(0)} s without the pipeline itself; at most ${limitS} s are allowed\n`,
  );
  if (last.retrains !== 1) throw new Error(`${last.retrains} runs were requested instead of 1`);
  if (!(ownS <= limitS)) throw new Error('the loop took too long');
}
