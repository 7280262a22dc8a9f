import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { examples, ExitCode } from '../command-line/index.js';
import { root } from '../installation/index.js';
import {
  EVENTS,
  factor,
  figureOf,
  firingDelayS,
  type Loop,
  loopFolder,
  prepareLoop,
  runLoop,
} from '../loop/index.js';
import { stopSignal } from '../processes/index.js';
import { printStep } from '../terminal/index.js';
import { LiveView } from './live-view.js';

interface Options {
  readonly factor: number;
  readonly model: string;
  readonly exit?: boolean;
}

/** `plumbline demo` */
export function demoCommand(): Command {
  return new Command('demo')
    .summary('show the whole retraining loop with real components')
    .description(
      'Shows the whole loop with real components: the labels of a model change their meaning, the alert fires, Airflow retrains, the new version is promoted, quality recovers. Everything runs on free ports, in a folder of its own and without the settings of an installation.',
    )
    .option('--factor <number>', 'how many times faster than in production', factor, 20)
    .option('--model <name>', 'the model', 'heart-disease')
    .option('--exit', 'end after the loop, instead of keeping everything running until Ctrl-C')
    .addHelpText('after', examples('demo', 'demo --exit --factor 30'))
    .action(demo);
}

async function demo(options: Options): Promise<void> {
  const stop = stopSignal();
  await prepareLoop(printStep);
  const folder = loopFolder('demo');
  try {
    await demonstrate(options, folder, stop);
  } catch (error) {
    if (!stop.aborted) {
      const reason = (error as Error).message;
      throw new Error(`\nThe demonstration failed: ${reason}\nLogs: ${folder}`, { cause: error });
    }
  }
  rmSync(folder, { recursive: true, force: true });
  if (stop.aborted) throw new ExitCode(130);
}

async function demonstrate(
  { factor, model, exit }: Options,
  folder: string,
  stop: AbortSignal,
): Promise<void> {
  const view = new LiveView({
    model,
    figure: figureOf(join(root, 'models'), model),
    factor,
    firingDelayS: firingDelayS(factor),
    events: [],
    elapsedMs: 0,
  });
  stop.addEventListener('abort', () => {
    view.stop();
    process.stdout.write('Stopping ...\n');
  });
  const loop = await runLoop({
    ...{ folder, factor, model, signal: stop, onProgress: printStep },
    onEvent: (line, event) => view.addEvent(line, event),
    onState: (state) => view.update({ state }),
    onTraffic: (traffic) => view.update({ traffic }),
  }).finally(() => view.stop());
  try {
    process.stdout.write(summaryOf(loop, model, await saveReport(loop, model)));
    if (exit) return;
    process.stdout.write('Everything keeps running; Ctrl-C stops it.\n');
    await loop.failed;
  } finally {
    if (!stop.aborted) process.stdout.write('Stopping ...\n');
    await loop.stop();
  }
}

/** The file that the report is saved as; undefined when predict has none. */
async function saveReport({ predict }: Loop, model: string): Promise<string | undefined> {
  const report = await predict.report(model).catch(() => undefined);
  if (report === undefined) return undefined;
  const file = join(root, '.plumbline/demo-report.html');
  mkdirSync(join(root, '.plumbline'), { recursive: true });
  writeFileSync(file, report);
  return file;
}

function summaryOf({ timeline, urls, passwords }: Loop, model: string, report: string | undefined): string {
  const took = (...[from, to]: Parameters<typeof timeline.between>) =>
    `${timeline.between(from, to)?.toFixed(0) ?? '?'} s`;
  const { healthy, fallen, firing, running, promoted, recovered } = EVENTS;
  return `
${model}: ${timeline.detail(promoted)}
  before the change        ${timeline.detail(healthy)}
  at the fall              ${timeline.detail(fallen)}, the alert fired after ${took(fallen, firing)}
  from the alert           to the run ${took(firing, running)}, to the new version ${took(firing, promoted)}
  after the promotion      ${timeline.detail(recovered)} within ${took(promoted, recovered)}

  report        ${urls.predict}/models/${model}/report
                ${report === undefined ? '' : `saved as ${report}`}
  predict       ${urls.predict}/docs
  auth          ${urls.auth}/docs      admin / ${passwords.plumbline}
  Airflow       ${urls.airflow}      admin / ${passwords.airflow}
  Prometheus    ${urls.prometheus}
  Alertmanager  ${urls.alertmanager}
`;
}
