import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Environment, environment, root, withoutSettings } from '../installation/index.js';
import { Child, guarded, LogFile, rejectOnAbort } from '../processes/index.js';

const STOP_WITHIN_MS = 60_000;

/** The user that predict starts runs as. */
export const RETRAINER = 'retrain';

/** The passwords of Airflow's users. */
export interface Passwords {
  readonly admin: string;
  readonly [RETRAINER]: string;
}

/** Makes the passwords of Airflow's users before Airflow is started, so that predict can be given one. */
export function makePasswords(home: string): Passwords {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const password = () => randomBytes(18).toString('base64url');
  const passwords = { admin: password(), [RETRAINER]: password() };
  writeFileSync(join(home, 'passwords.json'), JSON.stringify(passwords), { mode: 0o600 });
  return passwords;
}

/** How Airflow is started. */
export interface AirflowOptions {
  readonly home: string;
  readonly port: number;
  readonly logFile: string;
  /** What the DAG's tasks see, beside the environment of this command without its settings. */
  readonly env: Environment;
  /** Another folder of DAGs than the shipped one. */
  readonly dags?: string;
  readonly onProgress: (step: string) => void;
  /** Gives up the start. */
  readonly signal?: AbortSignal;
}

/** Starts Airflow with the retraining DAG. Resolves when Airflow knows the DAG. */
export async function startAirflow(
  options: AirflowOptions,
): Promise<{ url: string; failed: Promise<never>; stop: () => Promise<void> }> {
  const { home, port, logFile, dags, onProgress, signal } = options;
  const log = new LogFile(logFile);
  const args = ['--port', String(port), '--home', home, ...(dags === undefined ? [] : ['--dags', dags])];
  const started = guarded(
    spawn('bash', [join(root, 'pipelines/airflow/start.sh'), ...args], {
      env: { ...withoutSettings(environment), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
  const child = new Child(started);
  const failed = child.failure('Airflow', log);
  failed.catch(() => {});
  const output = createWriteStream(logFile, { flags: 'a' });
  const ready = new Promise<void>((resolve) => {
    for (const stream of [started.stdout, started.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output.write(text);
        const step = /^ {2}(.+) \.\.\.$/m.exec(text)?.[1];
        if (step !== undefined) onProgress(`Airflow: ${step}`);
        if (text.includes('Airflow is ready')) resolve();
      });
    }
  });
  const stop = () => child.stop(STOP_WITHIN_MS);
  try {
    await Promise.race([ready, failed, ...(signal ? [rejectOnAbort(signal)] : [])]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, failed, stop };
}
