import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { deferred, settledWithin, TaskQueue } from '@plumbline/tasks';
import { builtFile } from '../../built-file.js';
import type { ProfileBuilds } from '../registry/index.js';
import { ModelRejected, type VersionFolder } from '../repository/index.js';
import { type BuildProgress, profileAnswerSchema } from './profile-task.js';
import { WorkerEnded, WorkerProcess } from './worker-process.js';

/** Publishing waits this long for the profile, which then is there from the first prediction. */
const WAIT_MS = 30_000;
/** A model that never returns from a row ends with the build. */
const TIMEOUT_MS = 3_600_000;

/** A built profile with its warnings, or why there is none. */
export type BuildOutcome = { readonly warnings: readonly string[] } | { readonly unusable: string };

/** The file with the reference rows; one of more bytes is large, as it has hundreds of megabytes when it is decompressed. */
const REFERENCE_FILE = 'reference.csv.gz';
const LARGE_BYTES = 16 * 2 ** 20;

/**
 * Builds the profiles of uploads, each in a process of its own: one of a large reference and one of another at a time, so that
 * a build of an hour does not delay those of seconds.
 */
export class ProfileBuilder {
  private readonly queues = { large: new TaskQueue(), others: new TaskQueue() };
  private readonly builds = new Set<ProfileBuild>();

  /** @param states receives how far each build is. */
  constructor(
    readonly states: ProfileBuilds,
    private readonly entry = builtFile('models/publishing/profile-worker.js'),
    private readonly waitMs = WAIT_MS,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  /**
   * Starts when the builds before of its kind have ended.
   * @param published the folder of the version if it has been published by then.
   */
  start(folder: VersionFolder, published: string): ProfileBuild {
    const build = new ProfileBuild(this.entry, this.timeoutMs, this.waitMs);
    this.builds.add(build);
    const queue = isLarge(folder) ? this.queues.large : this.queues.others;
    void queue
      .run(() => {
        const path = existsSync(folder.path) ? folder.path : published;
        return build.run({ ...folder, path }, (progress) => this.states.report(folder, progress));
      })
      .finally(() => this.builds.delete(build));
    return build;
  }

  /** Ends all builds. */
  stop(): void {
    for (const build of this.builds) build.cancel();
  }
}

function isLarge({ path }: VersionFolder): boolean {
  const file = statSync(join(path, REFERENCE_FILE), { throwIfNoEntry: false });
  return file !== undefined && file.size > LARGE_BYTES;
}

/** The build of one profile. */
export class ProfileBuild {
  private readonly settled = deferred<BuildOutcome>();
  private readonly ended = deferred<void>();
  private worker: WorkerProcess | undefined;
  private cancelled = false;

  constructor(
    private readonly entry: string,
    private readonly timeoutMs: number,
    private readonly waitMs: number,
  ) {
    this.settled.promise.catch(() => undefined);
  }

  /** Rejects with {ModelRejected} when the model breaks its manifest on a reference row. */
  get outcome(): Promise<BuildOutcome> {
    return this.settled.promise;
  }

  /** The outcome if it is known soon, else undefined. @throws {ModelRejected} */
  async early(): Promise<BuildOutcome | undefined> {
    const state = await settledWithin(this.waitMs, this.outcome);
    return state === 'pending' ? undefined : this.outcome;
  }

  /** Writes a profile that was built into the folder of the version, wherever it is now, and ends the process. */
  async write(outcome: BuildOutcome): Promise<BuildOutcome> {
    if ('unusable' in outcome) return outcome;
    try {
      this.worker?.send({ write: true });
      await this.worker?.next();
      return outcome;
    } catch (error) {
      if (!(error instanceof WorkerEnded)) throw error;
      return { unusable: `it cannot be written (${error.message})` };
    } finally {
      this.cancel();
    }
  }

  /** Ends it; does nothing when it has ended. */
  cancel(): void {
    this.cancelled = true;
    this.worker?.end();
    this.ended.resolve();
    this.settled.resolve({ unusable: 'building it was cancelled' });
  }

  /** Runs until the profile is written, or the build has failed. */
  async run(
    { model, version, path }: VersionFolder,
    onProgress: (progress: BuildProgress) => void,
  ): Promise<void> {
    if (this.cancelled) return;
    this.worker = new WorkerProcess(this.entry, this.timeoutMs, path);
    try {
      this.worker.send({ build: { model, version } });
      this.settled.resolve(await this.answer(this.worker, onProgress));
      await this.ended.promise;
    } catch (error) {
      if (error instanceof WorkerEnded) {
        this.settled.resolve({ unusable: `building it ended without a result (${error.message})` });
      } else this.settled.reject(error as Error);
    } finally {
      this.worker.end();
    }
  }

  private async answer(
    worker: WorkerProcess,
    onProgress: (progress: BuildProgress) => void,
  ): Promise<BuildOutcome> {
    for (;;) {
      const answer = profileAnswerSchema.parse(await worker.next());
      if ('progress' in answer) onProgress(answer.progress);
      else if ('built' in answer) return answer.built;
      else if ('rejected' in answer) throw new ModelRejected(answer.rejected);
      else if ('unusable' in answer) {
        this.ended.resolve();
        return answer;
      }
    }
  }
}
