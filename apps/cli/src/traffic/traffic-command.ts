import type { Credentials } from '@plumbline/client';
import { Command } from 'commander';
import { examples, ExitCode } from '../command-line/index.js';
import { type Environment, environment } from '../installation/index.js';
import { stopSignal } from '../processes/index.js';
import {
  type AccountFlags,
  addAccountOptions,
  addServiceOptions,
  findServices,
  readCredentials,
  type ServiceFlags,
} from '../target/index.js';
import { Questions } from '../terminal/index.js';
import { ProgressDisplay } from './progress.js';
import { runTraffic } from './run-traffic.js';
import { summaryText } from './summary-text.js';
import { type CheckedOptions, checkOptions } from './traffic-options.js';

/** The flags as they are given; rules are checked by `checkOptions`. */
interface Flags extends AccountFlags, ServiceFlags, Readonly<Record<string, unknown>> {
  readonly json?: boolean;
}

/** What to send, its target and the account. */
export interface TrafficRequest {
  /** The installation that the traffic goes to, in words. */
  readonly target: string;
  readonly options: CheckedOptions;
  readonly credentials: Credentials;
}

const SCENARIOS = `
Scenarios:
  steady     rows as in the reference data
  gradual    features drift more and more, from nothing to full strength
  sudden     features drift at full strength from half of the run on
  concept    inputs as in steady, labels wrong from half of the run on
  bad-input  only requests that must be rejected
  mixed      a quarter each of steady, rising drift, full drift, wrong labels; some bad requests

At full drift, with the strength S, numbers move by 4 S standard deviations, and a share S of categories, words or
labels is replaced.

Exit code: 0 if every answer is as expected, 1 if not, 2 for a wrong option.`;

/** `plumbline traffic` */
export function trafficCommand(): Command {
  const command = new Command('traffic')
    .summary('send predictions and feedback drawn from the reference data')
    .description(
      'Sends rows drawn from the reference data of each model to a running Plumbline, then their ground truth, and prints a summary.',
    );
  addRowOptions(command);
  addTargetOptions(command);
  return command
    .option('--json', 'print the summary as JSON')
    .addHelpText('after', SCENARIOS)
    .addHelpText('after', examples('traffic', 'traffic --scenario sudden --model heart-disease --rate 200'))
    .action(async (flags: Flags) => send(await readRequest(flags, environment), flags.json === true));
}

function addRowOptions(command: Command): void {
  command
    .optionsGroup('What to send:')
    .option('--scenario <name>', 'how rows and labels change; see below (default: steady)')
    .option('--model <name>', 'one model (default: every model of the model repository in turn)')
    .option('--count <n>', 'rows for each model (default: 1000)', numeric)
    .option('--duration-s <s>', 'seconds for each model, instead of --count', numeric)
    .option('--rate <r>', 'rows per second (default: 50)', numeric)
    .option('--batch <n>', 'rows per request; 1 uses the routes for single rows (default: 10)', numeric)
    .option('--seed <n>', 'the same seed sends the same rows in the same order (default: 1)', numeric)
    .option(
      '--features <names>',
      'which features drift, such as age,cp (default: three quarters of them: numbers, then categories, texts)',
      (text) => text.split(','),
    )
    .option('--strength <s>', 'strength of the drift, from 0.01 to 1 (default: 0.5)', numeric)
    .option('--after <n>', 'the row at which a sudden change begins (default: half of the run)', numeric)
    .option('--label-rate <s>', 'share of rows whose ground truth is sent, from 0 to 1 (default: 1)', numeric)
    .option('--label-delay <n>', 'rows between a prediction and its ground truth (default: 50)', numeric);
}

function addTargetOptions(command: Command): void {
  command.optionsGroup(
    'Target and account (default: the services that npm start or npm run stack runs on PLUMBLINE_DATA_DIR):',
  );
  addServiceOptions(command).option(
    '--models-dir <folder>',
    'model repository with the reference data (default: that of the running predict; with --predict-url, models)',
  );
  addAccountOptions(command).optionsGroup('Output:');
}

/** The number, or the text if it is not one. */
function numeric(text: string): number | string {
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/**
 * Reads the secrets that the flags name and finds the services.
 * @throws {UsageError}
 * @throws {Error} when addresses are not given and nothing runs
 */
export async function readRequest(flags: Flags, env: Environment): Promise<TrafficRequest> {
  checkOptions(flags);
  const credentials = await readCredentials(flags, env, Questions.ofTerminal());
  const { target, ...found } = findServices(flags, env);
  return { target, options: checkOptions({ ...found, ...flags }), credentials };
}

async function send({ target, options, credentials }: TrafficRequest, json: boolean): Promise<void> {
  process.stderr.write(`Sending to predict ${options.predictUrl} (${target})\n`);
  const progress = new ProgressDisplay(process.stderr);
  const onProgress = progress.show.bind(progress);
  try {
    const summary = await runTraffic({ ...options, credentials, signal: stopSignal(), onProgress });
    progress.end();
    process.stdout.write(json ? `${JSON.stringify(summary, undefined, 2)}\n` : summaryText(summary));
    if (!summary.ok) throw new ExitCode(1);
  } finally {
    progress.end();
  }
}
