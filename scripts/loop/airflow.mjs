import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guarded } from '../orphan-guard.mjs';
import { logSize, logTail } from '../log-tail.mjs';
import { root } from '../workspace.mjs';

const READY = /Airflow is ready/;

/** The user that predict starts runs as. */
export const RETRAINER = 'retrain';

/**
 * Makes the passwords of Airflow's users before it is started, so that predict can be told one.
 * @param {string} home Airflow's folder
 * @returns {Record<string, string>} by user
 */
export function makePasswords(home) {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const password = () => randomBytes(18).toString('base64url');
  const passwords = { admin: password(), [RETRAINER]: password() };
  writeFileSync(join(home, 'passwords.json'), JSON.stringify(passwords), { mode: 0o600 });
  return passwords;
}

/**
 * Starts the real Airflow with the retraining DAG and resolves when it knows the DAG.
 * @param {{ home: string, port: number, logFile: string, env: NodeJS.ProcessEnv, dags?: string,
 *   onProgress: (text: string) => void }} options `env` is what the DAG's tasks see, `dags` another folder of DAGs
 */
export async function startAirflow({ home, port, logFile, env, dags, onProgress }) {
  const logStart = logSize(logFile);
  const log = createWriteStream(logFile, { flags: 'a' });
  const args = ['--port', String(port), '--home', home, ...(dags === undefined ? [] : ['--dags', dags])];
  const child = guarded(
    spawn('bash', [join(root, 'pipelines/airflow/start.sh'), ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
  const ended = new Promise((resolve) =>
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`)),
  );
  const failed = ended.then((how) => {
    throw new Error(`Airflow ended with ${how}; the end of ${logFile}:\n${logTail(logFile, logStart)}`);
  });
  failed.catch(() => {});
  const ready = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        log.write(text);
        const step = /^ {2}(.+) \.\.\.$/m.exec(text)?.[1];
        if (step !== undefined) onProgress(`Airflow: ${step}`);
        if (READY.test(text)) resolve(undefined);
      });
    }
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  try {
    await Promise.race([ready, failed]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, failed, stop };
}
