import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { reasonOf } from '@plumbline/errors';
import { type Deferred, deferred } from '@plumbline/tasks';
import { builtFile } from '../../built-file.js';
import type { OpenedGraph, ProcessAnswer, ProcessRequest, RunAnswer } from './process-messages.js';

const ENTRY = builtFile('models/inference/graph-process-worker.js');
const MAX_HEAP_MB = 256;

/**
 * A child process that runs one graph, one request at a time. A graph that never returns, or crashes the native runtime,
 * blocks or ends this process only.
 */
export class GraphProcess {
  /** Resolves with the signal or exit code when the process is gone. */
  readonly ended: Promise<string>;
  private readonly child: ChildProcess;
  private pending: Deferred<ProcessAnswer> | undefined;
  private ending: string | undefined;

  /** @param memoryBytes the heap it may allocate; enforced on Linux only. */
  constructor(memoryBytes: number) {
    this.child = start(memoryBytes);
    this.child.on('message', (answer: ProcessAnswer) => this.settle(answer));
    this.ended = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
      this.child.once('error', (error) => resolve(reasonOf(error)));
    });
    void this.ended.then((reason) => {
      this.ending = reason;
      this.pending?.reject(new GraphProcessEnded(reason));
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get isAlive(): boolean {
    return this.ending === undefined;
  }

  /** Loads a graph in the place of the one before. @throws {GraphProcessEnded} or Error with ONNX Runtime's reason. */
  open(path: string): Promise<OpenedGraph> {
    return this.ask<OpenedGraph>({ open: path });
  }

  /** @throws {GraphProcessEnded} or Error with ONNX Runtime's reason. */
  run(request: Extract<ProcessRequest, { readonly run: unknown }>['run']): Promise<RunAnswer> {
    return this.ask<RunAnswer>({ run: request });
  }

  /** Kills it, whatever it does. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    // Without this, a parent with nothing else to do would end here.
    this.child.ref();
    await this.ended;
  }

  private async ask<Answer extends ProcessAnswer>(request: ProcessRequest): Promise<Answer> {
    if (this.ending !== undefined) throw new GraphProcessEnded(this.ending);
    this.pending = deferred<ProcessAnswer>();
    // The parent lives as long as it waits for an answer, and no longer.
    this.child.ref();
    this.child.send(request, () => undefined);
    const answer = await this.pending.promise;
    if ('failed' in answer) throw new Error(answer.failed);
    return answer as Answer;
  }

  private settle(answer: ProcessAnswer): void {
    this.child.unref();
    this.pending?.resolve(answer);
    this.pending = undefined;
  }
}

/** The process ended before it answered; the message is its signal or exit code. */
export class GraphProcessEnded extends Error {
  override readonly name = 'GraphProcessEnded';
}

function start(memoryBytes: number): ChildProcess {
  const command = [process.execPath, `--max-old-space-size=${MAX_HEAP_MB}`, ENTRY] as const;
  // A limit of the data segment bounds what malloc and mmap give; address space would also count what V8 only reserves.
  const limited = ['/bin/sh', '-c', `ulimit -d ${Math.ceil(memoryBytes / 1024)}; exec "$0" "$@"`, ...command];
  const [file, ...args] = process.platform === 'linux' ? limited : command;
  const child = spawn(file, args, {
    env: { MALLOC_ARENA_MAX: '2' },
    // The standard input is never written to: it closes with this process, however it ends.
    stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  });
  child.unref();
  child.channel?.unref();
  (child.stdin as Socket | null)?.unref();
  return child;
}
