import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ModelRejected } from '../repository/index.js';
import { type CheckedUpload, type CheckRequest, checkAnswerSchema } from './check-messages.js';

/** The built entry, also when the sources run. */
const WORKER = fileURLToPath(
  new URL('../../../dist/models/publishing/upload-check-worker.js', import.meta.url),
);
/** Building the reference profile is most of it. */
const TIMEOUT_MS = 180_000;
const MAX_HEAP_MB = 512;

/**
 * Checks uploads one after the other in a process of its own, a thread would not do: a graph that crashes the native
 * runtime, or never returns from it, takes its process with it.
 */
export class UploadChecker {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly worker = WORKER,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  /** The version, and what its publisher should know. @throws {ModelRejected} also when the checks crash or take too long. */
  check(request: CheckRequest): Promise<CheckedUpload> {
    const checked = this.turn.then(() => this.run(request));
    this.turn = checked.catch(() => undefined);
    return checked;
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
