import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { dataFolder, findRunning } from '../running.mjs';
import { BadOption, TrafficFailed } from './errors.mjs';
import { checkOptions, flagOf, optionNames } from './options.mjs';

/** What `--help` prints. */
export const USAGE = `npm run traffic -- [options]

Sends rows like those a model knows to a running Plumbline, then the truth about them, and sums up what was answered.

What to send
  --scenario NAME        steady      rows as in the reference data (default)
                         gradual     features drift more and more, from nothing to full strength
                         sudden      features drift at full strength from half of the run on
                         concept     inputs as in steady, labels wrong from half of the run on
                         bad-input   requests that must be refused, nothing else
                         mixed       a quarter each of steady, rising drift, full drift, wrong labels; some bad requests
  --model NAME           one model (default: every model of the model repository in turn)
  --count N              rows of each model (1000)
  --duration-s S         seconds for each model, instead of --count
  --rate R               rows a second (50)
  --batch N              rows a request (10); 1 sends single rows
  --seed N               the same seed sends the same rows in the same order (1)
  --features A,B         which features drift (three quarters of them: numbers, then categories, texts)
  --strength S           from 0.01 to 1 (0.5): at full drift numbers move by 4 S standard deviations, and a share S of
                         categories, words or labels is replaced
  --after N              the row at which a sudden change comes (half of the run)
  --label-rate S         share of rows whose truth is sent, from 0 to 1 (1)
  --label-delay N        rows between a prediction and its truth (50)

Where, and as whom
                         without addresses: what npm start, or npm run stack, runs on the data folder (PLUMBLINE_DATA_DIR)
  --predict-url URL      another predict
  --auth-url URL         another auth
  --models-dir FOLDER    where the reference data are (the model repository of that predict; models with --predict-url)
  --username NAME        with --password-file FILE, or the password in PLUMBLINE_PASSWORD; admin when only that is set
  --client-id ID         with --client-secret-file FILE, or the secret in PLUMBLINE_CLIENT_SECRET

  --json                 print the summary as JSON
  --help                 print this

Exit code 0 when everything was answered as it has to be, 1 when not, 2 for a wrong option.
`;

const TEXT_OPTIONS = ['scenario', 'model', 'authUrl', 'predictUrl', 'modelsDir'];
const SIGN_IN_FLAGS = ['--username', '--password-file', '--client-id', '--client-secret-file'];
const SWITCHES = ['--json', '--help'];

/**
 * Reads the command line and the secrets that it names.
 * @param {string[]} args @param {NodeJS.ProcessEnv} env
 * @throws {BadOption}
 * @throws {TrafficFailed} when addresses are not given and nothing runs
 */
export function readCommandLine(args, env) {
  const values = readFlags(args);
  if (values.has('--help')) return { help: true };
  const given = Object.fromEntries(
    optionNames
      .filter((name) => values.has(flagOf(name)))
      .map((name) => [name, read(name, values.get(flagOf(name)))]),
  );
  checkOptions(given);
  const credentials = readCredentials(values, env);
  const { target, ...found } = findTarget(given, env);
  return { json: values.has('--json'), target, options: checkOptions({ ...found, ...given }), credentials };
}

/** The installation that the traffic goes to, in words, and what of its options is not given. */
function findTarget({ authUrl, predictUrl }, env) {
  if (authUrl && predictUrl) return { target: 'as --predict-url says' };
  const running = findRunning(env);
  const folder = dataFolder(env);
  if (running === undefined) {
    throw new TrafficFailed(
      `No npm start or npm run stack runs on the data folder ${folder}: run npm start first, set PLUMBLINE_DATA_DIR to the folder of another installation, or give --auth-url and --predict-url`,
    );
  }
  const { command, urls, modelsDir } = running;
  if (predictUrl) return { target: 'as --predict-url says', authUrl: urls.auth };
  const target = `${command} on the data folder ${folder}`;
  return { target, authUrl: urls.auth, predictUrl: urls.predict, modelsDir };
}

/** @returns {Map<string, string>} */
function readFlags(args) {
  const known = [...optionNames.map(flagOf), ...SIGN_IN_FLAGS];
  const option = (flag, type) => [flag.slice(2), { type }];
  const options = Object.fromEntries([
    ...known.map((flag) => option(flag, 'string')),
    ...SWITCHES.map((flag) => option(flag, 'boolean')),
  ]);
  const { tokens } = parseArgs({ args, options, strict: false, tokens: true });
  return new Map(tokens.map((token) => readToken(token, args, known)));
}

function readToken({ kind, index, rawName, value }, args, known) {
  if (kind !== 'option')
    throw new BadOption(`${args[index]} is no option; options begin with --, see --help`);
  if (SWITCHES.includes(rawName)) {
    if (value === undefined) return [rawName, ''];
    throw new BadOption(`${rawName} must be given without a value`);
  }
  if (!known.includes(rawName)) throw new BadOption(`${rawName} is no option; --help lists them`);
  if (value === undefined) throw new BadOption(`${rawName} must have a value`);
  return [rawName, value];
}

function read(name, value) {
  if (value === undefined || TEXT_OPTIONS.includes(name)) return value;
  if (name === 'features') return value.split(',');
  return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
}

/** There is no secret on the command line, where other users of the machine could read it, and none by default. */
function readCredentials(values, env) {
  const clientId = values.get('--client-id') ?? env.PLUMBLINE_CLIENT_ID;
  if (clientId !== undefined) {
    return { clientId, clientSecret: secret(values, '--client-secret-file', env, 'PLUMBLINE_CLIENT_SECRET') };
  }
  const username = values.get('--username') ?? env.PLUMBLINE_USERNAME ?? 'admin';
  return { username, password: secret(values, '--password-file', env, 'PLUMBLINE_PASSWORD') };
}

function secret(values, flag, env, key) {
  const file = values.get(flag);
  const found = file === undefined ? env[key] : readSecret(flag, file);
  if (found) return found;
  throw new BadOption(`${flag} must name a file that holds it, or ${key} must be set: there is no default`);
}

function readSecret(flag, file) {
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch (error) {
    throw new BadOption(`${flag} must name a file that can be read, not ${file} (${error.code})`);
  }
}
