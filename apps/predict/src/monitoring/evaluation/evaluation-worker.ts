import { constants, getPriority, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { reasonOf } from '@plumbline/errors';
import { type ModelVersion, versionKey, versionOf } from '../../models/manifest/index.js';
import { EvaluationConnection } from './evaluation-connection.js';
import {
  folderProfiles,
  type ProfileSource,
  type ReferenceProfileState,
  ReferenceProfiles,
  type WatchedVersion,
} from './reference-profiles.js';
import {
  type Evaluated,
  EvaluationFailed,
  type EvaluationFailure,
  VersionEvaluator,
} from './version-evaluator.js';

/** A version with what its evaluation may take. */
export interface DueVersion extends WatchedVersion {
  readonly budgetMs: number;
}

/** The input of one round: one evaluation of every version. */
export interface RoundRequest {
  readonly databaseUrl: string;
  readonly versions: readonly DueVersion[];
  /** The longest time that one of the versions has. The server cancels a statement that takes longer. */
  readonly budgetMs: number;
  /** The server closes a connection that is idle for longer, and other replicas may evaluate. */
  readonly idleTimeoutMs: number;
}

/** A message from the worker thread. */
export type RoundReport =
  /** Once, when the thread has loaded its code. */
  | { readonly type: 'ready' }
  /** The evaluation of a version begins, and may take so long. */
  | ({ readonly type: 'begun'; readonly budgetMs: number } & ModelVersion)
  | ({
      readonly type: 'evaluated';
      readonly outcome: 'computed' | 'unchanged';
      readonly failures: readonly EvaluationFailure[];
      /** Why the version has no reference to compare with; null when it has one. */
      readonly noProfile: string | null;
    } & ModelVersion)
  | ({
      readonly type: 'failed';
      readonly reason: EvaluationFailed['reason'];
      readonly message: string;
    } & ModelVersion)
  /** The last message of a round; `outage` says why the database could not be used. */
  | { readonly type: 'done'; readonly outage?: string };

/** Makes rounds on the worker thread, over the versions that no other replica evaluates. */
export class EvaluationWorker {
  private connection: EvaluationConnection | undefined;
  private readonly profiles: ReferenceProfiles;
  /** The last evaluation of each version by this thread. A new thread computes all versions anew. */
  private readonly last = new Map<string, Evaluated>();

  constructor(profiles: ProfileSource = folderProfiles) {
    this.profiles = new ReferenceProfiles(profiles);
  }

  /** Never rejects: an outage ends the round, and the failure of one version does not affect the others. */
  async run(request: RoundRequest, report: (report: RoundReport) => void): Promise<void> {
    try {
      const connection = await this.connect(request);
      for (const version of await this.claim(connection, request)) {
        report({ type: 'begun', budgetMs: version.budgetMs, ...versionOf(version.manifest) });
        report(await this.evaluate(connection, version));
        if (!connection.serves(request)) throw new Error('the connection was lost');
      }
      report({ type: 'done' });
    } catch (error) {
      await this.close();
      report({ type: 'done', outage: reasonOf(error) });
    }
  }

  /** Closes the connection, which releases every version. */
  async close(): Promise<void> {
    await this.connection?.close();
    this.connection = undefined;
  }

  private async connect(request: RoundRequest): Promise<EvaluationConnection> {
    if (this.connection?.serves(request) === false) await this.close();
    this.connection ??= await EvaluationConnection.open(request);
    return this.connection;
  }

  /** The versions that this replica evaluates. One that another replica evaluates meanwhile is computed anew later. */
  private async claim(connection: EvaluationConnection, { versions }: RoundRequest): Promise<DueVersion[]> {
    const held = await connection.claim(versions.map(({ manifest }) => versionOf(manifest)));
    this.profiles.keepOnly(held);
    for (const key of this.last.keys()) if (!held.has(key)) this.last.delete(key);
    return versions.filter(({ manifest }) => held.has(versionKey(versionOf(manifest))));
  }

  private async evaluate(connection: EvaluationConnection, watched: WatchedVersion): Promise<RoundReport> {
    const version = versionOf(watched.manifest);
    const before = this.last.get(versionKey(version));
    try {
      const profile = await this.profiles.get(watched);
      const after = await new VersionEvaluator(connection).evaluate(watched.manifest, profile, before);
      this.last.set(versionKey(version), after);
      const outcome = after === before ? 'unchanged' : 'computed';
      const noProfile = profile.absent?.reason ?? null;
      return { type: 'evaluated', ...version, outcome, failures: failuresOf(after, profile), noProfile };
    } catch (error) {
      const reason = error instanceof EvaluationFailed ? error.reason : 'error';
      const message = error instanceof EvaluationFailed ? error.message : reasonOf(error);
      return { type: 'failed', ...version, reason, message };
    }
  }
}

/** An invalid profile is a failure of the prediction window; a missing one is not. */
function failuresOf({ failures }: Evaluated, { absent }: ReferenceProfileState): EvaluationFailure[] {
  if (absent === null || !absent.rejected) return [...failures];
  return [...failures, { window: 'predictions', reason: 'profile' }];
}

/** A third of the share of a core: a round is not urgent, but has to end within its time also on a busy core. */
const LESS_PRIORITY = 5;

/** Leaves the core to the thread that serves requests, if they share one. Only on Linux do threads have a priority of their own. */
function lowerPriority(): void {
  if (process.platform !== 'linux') return;
  setPriority(Math.min(constants.priority.PRIORITY_LOW, getPriority() + LESS_PRIORITY));
}

/** This file is the entry of the worker thread. */
function listen(port: NonNullable<typeof parentPort>): void {
  const worker = new EvaluationWorker();
  port.postMessage({ type: 'ready' } satisfies RoundReport);
  port.on('message', (request: RoundRequest) => {
    void worker.run(request, (report) => port.postMessage(report));
  });
}

if (parentPort !== null) {
  lowerPriority();
  listen(parentPort);
}
