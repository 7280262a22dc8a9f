import { TaskQueue } from '@plumbline/tasks';
import { builtFile } from '../../built-file.js';
import { ModelRejected } from '../repository/index.js';
import { type CheckedUpload, type CheckRequest, checkAnswerSchema } from './upload-check.js';
import { WorkerEnded, WorkerProcess } from './worker-process.js';

const TIMEOUT_MS = 180_000;

/** Checks uploads one at a time, each in a process of its own. */
export class UploadChecker {
  private readonly queue = new TaskQueue();

  constructor(
    private readonly entry = builtFile('models/publishing/upload-check-worker.js'),
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  /** The version and its warnings. @throws {ModelRejected} also when the checks crash or time out. */
  check(request: CheckRequest): Promise<CheckedUpload> {
    return this.queue.run(() => this.run(request));
  }

  private async run(request: CheckRequest): Promise<CheckedUpload> {
    const worker = new WorkerProcess(this.entry, this.timeoutMs);
    try {
      worker.send(request);
      const answer = checkAnswerSchema.parse(await worker.next());
      if ('reasons' in answer) throw new ModelRejected(answer.reasons);
      return answer;
    } catch (error) {
      if (!(error instanceof WorkerEnded)) throw error;
      throw new ModelRejected([`the checks ended without a result (${error.message})`]);
    } finally {
      worker.end();
    }
  }
}
