import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type ServiceMessage } from '@plumbline/http';
import { builtFile } from '../src/built-file.js';
import { exactMetrics } from './running-app.js';

const MAIN = builtFile('main.js');

/** The built predict service in a process of its own. */
export interface PredictProcess {
  readonly url: string;
  readonly pid: number;
  /** The value of one series on `/metrics`; undefined when it is absent. */
  metric(series: string): Promise<number | undefined>;
  /** Stops all of its threads where they are; only SIGKILL ends it then. */
  pause(): void;
  /** Sends the signal and resolves with the exit code (null when the signal ended it) when the process is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

/** Starts it on a free port and resolves when it is ready. Its complaints go to the test's stderr. */
export async function startPredict(environment: Record<string, string>): Promise<PredictProcess> {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'], PREDICT_PORT: '0', ...exactMetrics, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const url = await readyUrl(child, exited);
  return {
    url,
    pid: child.pid!,
    async metric(series) {
      const text = await (await fetch(`${url}/metrics`)).text();
      const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
      return line === undefined ? undefined : Number(line.slice(series.length + 1));
    },
    pause: () => child.kill('SIGSTOP'),
    async end(signal) {
      child.kill(signal);
      return (await exited)[0];
    },
  };
}

async function readyUrl(child: ChildProcess, exited: Promise<[number | null]>): Promise<string> {
  const ready = new Promise<string>((resolve) => {
    child.on('message', (message: ServiceMessage) => {
      if (message.type === 'ready') resolve(message.url);
    });
  });
  const failed = exited.then(([code]): never => {
    throw new Error(`predict ended with code ${code} before it was ready; is the workspace built?`);
  });
  const url = await Promise.race([ready, failed]);
  failed.catch(() => undefined);
  return url;
}
