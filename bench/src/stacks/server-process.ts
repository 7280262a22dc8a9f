import { spawn } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { guarded } from '../../../apps/cli/dist/processes/index.js';
import { root } from '../../../apps/cli/dist/installation/index.js';

const LOG_TAIL_LINES = 15;
const POLL_MS = 5;

/** How to start a server. */
export interface ServerCommand {
  readonly command: readonly [string, ...string[]];
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** The root folder of this checkout by default. */
  readonly cwd?: string;
  /** The server is ready when this answers 200; without it, when it sends its URL by IPC. */
  readonly probeUrl?: string;
}

/** A server under measurement. */
export interface ServerProcess {
  readonly pid: number;
  readonly url: string;
  /** Milliseconds from the start of the process until it was ready. */
  readonly readyMs: number;
  readonly stop: () => Promise<void>;
  /** The longest turn of its event loop since the last call. The server has to run `stalls/loop-probe`. */
  readonly longestTurn: () => Promise<LoopTurn>;
}

/** A turn of an event loop, or two figures of different turns: the longest by each clock. */
export interface LoopTurn {
  readonly wallMs: number;
  /** At most the CPU time of the process meanwhile, so without the time that it waited for a core. */
  readonly busyMs: number;
}

/** What a server sends by IPC. Only the first URL counts. */
type ServerMessage =
  | { readonly type: 'ready'; readonly url: string }
  | { readonly type: 'event loop'; readonly longest: LoopTurn };

/** Starts a server. @throws when it ends before it is ready, with the end of its log */
export async function startServer(options: ServerCommand): Promise<ServerProcess> {
  const { command, env, logFile, cwd = root, probeUrl } = options;
  const [file, ...args] = command;
  const startedAt = performance.now();
  const log = createWriteStream(logFile, { flags: 'a' });
  const child = guarded(spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] }));
  child.stdout?.pipe(log);
  child.stderr?.pipe(log);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const failed = ended.then((code): never => {
    throw new Error(`${args.at(-1)} ended with code ${code}; the end of ${logFile}:\n${tail(logFile)}`);
  });
  failed.catch(() => {});
  const ready =
    probeUrl === undefined
      ? new Promise<string>((resolve) =>
          child.on('message', (message: ServerMessage) => message.type === 'ready' && resolve(message.url)),
        )
      : answering(probeUrl, () => child.exitCode === null);
  const url = await Promise.race([ready, failed]);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  };
  const longestTurn = () =>
    new Promise<LoopTurn>((resolve) => {
      child.once('message', (message: ServerMessage) => resolve(longestOf(message)));
      child.send('event loop');
    });
  return { pid: child.pid ?? NaN, url, readyMs: performance.now() - startedAt, stop, longestTurn };
}

function longestOf(message: ServerMessage): LoopTurn {
  if (message.type === 'event loop') return message.longest;
  throw new Error(`A server sent the message ${message.type}`);
}

async function answering(probeUrl: string, isRunning: () => boolean): Promise<string> {
  while (isRunning()) {
    const response = await fetch(probeUrl).catch(() => undefined);
    if (response?.status === 200) break;
    await setTimeout(POLL_MS);
  }
  return new URL(probeUrl).origin;
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n');
}
