import { type ChildProcess, fork } from 'node:child_process';
import { on, once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { reasonOf } from '@plumbline/errors';

const MAX_HEAP_MB = 512;

/**
 * A process of its own for work on an upload. A thread does not suffice: a graph that crashes the native runtime, or never
 * returns from it, blocks or ends the whole process.
 */
export class WorkerProcess {
  private readonly child: ChildProcess;
  private readonly timer: NodeJS.Timeout;
  private readonly ended: Promise<never>;
  private readonly messages: AsyncIterator<unknown[], unknown>;

  /**
   * @param timeoutMs it is killed after this time.
   * @param folder where it works; it stays there when the folder is renamed.
   */
  constructor(entry: string, timeoutMs: number, folder?: string) {
    this.child = fork(entry, {
      env: {},
      cwd: folder,
      execArgv: [`--max-old-space-size=${MAX_HEAP_MB}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.messages = on(this.child, 'message');
    this.timer = setTimeout(() => this.end(), timeoutMs);
    this.ended = once(this.child, 'exit').then(
      ([code, signal]): never => {
        throw new WorkerEnded(String(signal ?? `exit code ${code}`));
      },
      (cause: unknown): never => {
        throw new WorkerEnded(reasonOf(cause), { cause });
      },
    );
    this.ended.catch(() => undefined);
  }

  send(message: object): void {
    this.child.send(message, () => undefined);
  }

  /** The next message. @throws {WorkerEnded} */
  async next(): Promise<unknown> {
    const received = this.messages.next().then(
      ({ value }): unknown => (value as unknown[])[0],
      // It could not be started.
      () => this.ended,
    );
    return Promise.race([received, this.ended]);
  }

  /** Kills it, whatever it does. */
  end(): void {
    clearTimeout(this.timer);
    this.child.kill('SIGKILL');
  }
}

/** A worker process ended without a result; the message is its signal or exit code. */
export class WorkerEnded extends Error {
  override readonly name = 'WorkerEnded';
}

/**
 * In a worker process: calls `work` with every message of the parent, and exits with the parent. A graph may need more memory
 * than there is; then the kernel kills this process and not the service.
 */
export function onParentMessage(work: (message: unknown) => Promise<void>): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Only Linux has this file.
  }
  process.on('message', (message) => void work(message));
  process.once('disconnect', () => process.exit());
}

/** In a worker process: sends a message to the parent. */
export function sendToParent(message: object): void {
  process.send?.(message);
}
