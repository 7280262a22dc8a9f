import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  dataFolder,
  type Environment,
  forgetRunning,
  noteRunning,
  servicePort,
  type ServiceUrls,
} from '../installation/index.js';
import { rejectOnAbort } from '../processes/index.js';
import { keepRunning } from './keep-running.js';
import { becomesReady } from './readiness.js';
import { type AdminAccount, type Service, startService } from './service.js';

/** auth and predict, both ready. */
export interface Services {
  readonly urls: ServiceUrls;
  /** The admin account, when it was just made. */
  readonly admin: AdminAccount | undefined;
  readonly logFolder: string;
  readonly stop: () => Promise<void>;
}

const NAMES = ['auth', 'predict'] as const;

type Name = (typeof NAMES)[number];

/** How the services are started. */
export interface StartOptions {
  /** The command that the user ran, such as `npm start`. */
  readonly command: string;
  readonly onProgress: (message: string) => void;
  /** Called when a service is not ready, ends by itself, or is back. Prints to stderr by default. */
  readonly onNotice?: (text: string) => void;
  /** Gives up the start. */
  readonly signal: AbortSignal;
}

/**
 * Starts auth and predict from the build, with their output in log files. Resolves when both accept requests; one that
 * listens but stays unready is only reported. From then on, a service that ends by itself is started again.
 * @throws Error when one of them cannot start. Then neither runs.
 */
export async function startServices(env: Environment, options: StartOptions): Promise<Services> {
  const { command, onProgress, onNotice = printError, signal } = options;
  const logFolder = join(dataFolder(env), 'logs');
  mkdirSync(logFolder, { recursive: true });
  const report = eachOnce(onProgress);
  const settings = serviceSettings(env);
  const start = (name: Name) => startService(name, settings, logFolder, report);
  const [auth, predict] = [start('auth'), start('predict')];
  const services = { auth, predict };
  try {
    const ready = urlsWhenReady(services, signal, onNotice);
    const urls = await Promise.race([ready, auth.failure, predict.failure, rejectOnAbort(signal)]);
    const kept = keepAll(services, start, onNotice);
    noteRunning(env, command, urls);
    const stop = () => {
      forgetRunning(env);
      return kept.stop();
    };
    return { urls, admin: auth.admin(), logFolder, stop };
  } catch (error) {
    await keepAll(services, start, () => {}).stop();
    throw error;
  }
}

async function urlsWhenReady(
  { auth, predict }: Readonly<Record<Name, Service>>,
  signal: AbortSignal,
  onNotice: (text: string) => void,
): Promise<ServiceUrls> {
  const urls = { auth: await auth.ready, predict: await predict.ready };
  const wait = async (name: Name) => {
    const isReady = await becomesReady(urls[name], { signal });
    if (!isReady && !signal.aborted) onNotice(`${name} is not ready: ${urls[name]}/health names the reason`);
  };
  await Promise.all(NAMES.map(wait));
  return urls;
}

function keepAll(
  services: Readonly<Record<Name, Service>>,
  start: (name: Name) => Service,
  onNotice: (text: string) => void,
): { stop(): Promise<void> } {
  const kept = NAMES.map((name) => keepRunning(name, services[name], () => start(name), onNotice));
  return {
    stop: async () => {
      await Promise.all(kept.map((each) => each.stop()));
    },
  };
}

/** Passes each message on once: auth and predict share a database and report the same about it. */
export function eachOnce(report: (message: string) => void): (message: string) => void {
  const reported = new Set<string>();
  return (message) => {
    if (reported.has(message)) return;
    reported.add(message);
    report(message);
  };
}

function printError(text: string): void {
  process.stderr.write(`\n${text}\n`);
}

/** Predict finds auth also at another port, unless settings give its address. */
function serviceSettings(env: Environment): Environment {
  const port = servicePort(env, 'AUTH_PORT');
  const missing = ['AUTH_URL', 'AUTH_ISSUER'].filter((key) => !env[key] && !env[`${key}_FILE`]);
  return { ...env, ...Object.fromEntries(missing.map((key) => [key, `http://localhost:${port}`])) };
}
