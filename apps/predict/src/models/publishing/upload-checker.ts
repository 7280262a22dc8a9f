import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { TaskQueue } from '@plumbline/tasks';
import { ModelRejected } from '../repository/index.js';
import { type CheckedUpload, type CheckRequest, checkAnswerSchema } from './upload-check.js';

/** The built entry, also when the sources run. */
const WORKER = fileURLToPath(
  new URL('../../../dist/models/publishing/upload-check-worker.js', import.meta.url),
);
/** Most of it is for building the reference profile. */
const TIMEOUT_MS = 180_000;
const MAX_HEAP_MB = 512;

/**
 * Checks uploads one at a time, each in a process of its own. A thread does not suffice: a graph that crashes the native
 * runtime, or never returns from it, blocks or ends the whole process.
 */
export class UploadChecker {
  private readonly queue = new TaskQueue();

  constructor(
    private readonly worker = WORKER,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  /** The version and its warnings. @throws {ModelRejected} also when the checks crash or time out. */
  check(request: CheckRequest): Promise<CheckedUpload> {
    return this.queue.run(() => this.run(request));
  }

  private async run(request: CheckRequest): Promise<CheckedUpload> {
    const child = fork(this.worker, {
      env: {},
      execArgv: [`--max-old-space-size=${MAX_HEAP_MB}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), this.timeoutMs);
    try {
      child.send(request, () => undefined);
      return await answerOf(child);
    } finally {
      clearTimeout(timer);
      child.kill('SIGKILL');
    }
  }
}

async function answerOf(child: ChildProcess): Promise<CheckedUpload> {
  const ended = once(child, 'exit').then(([code, signal]): never => {
    throw new ModelRejected([`the checks ended without a result (${signal ?? `exit code ${code}`})`]);
  });
  const answered = once(child, 'message').then(([message]) => checkAnswerSchema.parse(message));
  answered.catch(() => undefined);
  const answer = await Promise.race([answered, ended]);
  ended.catch(() => undefined);
  if ('reasons' in answer) throw new ModelRejected(answer.reasons);
  return answer;
}
