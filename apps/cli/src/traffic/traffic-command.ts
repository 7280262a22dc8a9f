import { readFileSync } from 'node:fs';
import type { Credentials } from '@plumbline/client';
import { Command } from 'commander';
import { examples, ExitCode, UsageError } from '../command-line/index.js';
import { dataFolder, type Environment, environment, findRunning } from '../installation/index.js';
import { stopSignal } from '../processes/index.js';
import { ProgressDisplay } from './progress.js';
import { runTraffic } from './run-traffic.js';
import { summaryText } from './summary-text.js';
import { type CheckedOptions, checkOptions } from './traffic-options.js';

/** The flags as they are given; rules are checked by `checkOptions`. */
interface Flags extends Readonly<Record<string, unknown>> {
  readonly authUrl?: string;
  readonly predictUrl?: string;
  readonly username?: string;
  readonly passwordFile?: string;
  readonly clientId?: string;
  readonly clientSecretFile?: string;
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
    .action((flags: Flags) => send(readRequest(flags, environment), flags.json === true));
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
  command
    .optionsGroup(
      'Target and account (default: the services that npm start or npm run stack runs on PLUMBLINE_DATA_DIR):',
    )
    .option('--predict-url <url>', 'address of another predict')
    .option('--auth-url <url>', 'address of another auth')
    .option(
      '--models-dir <folder>',
      'model repository with the reference data (default: that of the running predict; with --predict-url, models)',
    )
    .option(
      '--username <name>',
      'with --password-file or the password in PLUMBLINE_PASSWORD (default: admin)',
    )
    .option('--password-file <file>', 'file that contains the password')
    .option('--client-id <id>', 'with --client-secret-file or the secret in PLUMBLINE_CLIENT_SECRET')
    .option('--client-secret-file <file>', 'file that contains the secret')
    .optionsGroup('Output:');
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
export function readRequest(flags: Flags, env: Environment): TrafficRequest {
  checkOptions(flags);
  const credentials = readCredentials(flags, env);
  const { target, ...found } = findTarget(flags, env);
  return { target, options: checkOptions({ ...found, ...flags }), credentials };
}

/** The installation that the traffic goes to, in words, and the addresses that are not given. */
function findTarget({ authUrl, predictUrl }: Flags, env: Environment) {
  if (authUrl && predictUrl) return { target: '--predict-url' };
  const running = findRunning(env);
  const folder = dataFolder(env);
  if (running === undefined) {
    throw new Error(
      `No npm start or npm run stack runs on the data folder ${folder}: run npm start first, set PLUMBLINE_DATA_DIR to the folder of another installation, or give --auth-url and --predict-url`,
    );
  }
  const { command, urls, modelsDir } = running;
  if (predictUrl) return { target: '--predict-url', authUrl: urls.auth };
  const target = `${command} on the data folder ${folder}`;
  return { target, authUrl: urls.auth, predictUrl: urls.predict, modelsDir };
}

/** A secret is never on the command line, where other users of the machine could read it, and none has a default. */
function readCredentials(flags: Flags, env: Environment): Credentials {
  const clientId = flags.clientId ?? env['PLUMBLINE_CLIENT_ID'];
  if (clientId !== undefined) {
    const file = { flag: '--client-secret-file', path: flags.clientSecretFile };
    return { clientId, clientSecret: readSecret(file, env, 'PLUMBLINE_CLIENT_SECRET') };
  }
  const username = flags.username ?? env['PLUMBLINE_USERNAME'] ?? 'admin';
  const file = { flag: '--password-file', path: flags.passwordFile };
  return { username, password: readSecret(file, env, 'PLUMBLINE_PASSWORD') };
}

function readSecret(
  { flag, path }: { readonly flag: string; readonly path: string | undefined },
  env: Environment,
  key: string,
): string {
  const secret = path === undefined ? env[key] : readSecretFile(flag, path);
  if (secret) return secret;
  throw new UsageError(`Set ${key}, or name a file that contains it with ${flag}; there is no default`);
}

function readSecretFile(flag: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trimEnd();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${flag} must name a file that can be read, not ${path} (${code})`);
  }
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
