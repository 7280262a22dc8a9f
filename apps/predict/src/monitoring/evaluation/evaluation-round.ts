import { versionKey, versionOf } from '../../models/manifest/index.js';
import { EvaluationDatabase } from './evaluation-database.js';
import type {
  EvaluationFailure,
  FailureReason,
  RoundReport,
  RoundRequest,
  WatchedVersion,
} from './evaluation-messages.js';
import { type KnownProfile, ProfileCache, type ProfileSource } from './profile-cache.js';
import { type Evaluated, EvaluationFailed, VersionEvaluator } from './version-evaluator.js';

/** What the worker thread does: a round at a time, over the versions that no other replica evaluates. */
export class EvaluationRound {
  private database: EvaluationDatabase | undefined;
  private readonly profiles: ProfileCache;
  /** The last evaluation of each version, made by this thread: a new one begins with a fresh look. */
  private readonly last = new Map<string, Evaluated>();

  constructor(profiles: ProfileSource) {
    this.profiles = new ProfileCache(profiles);
  }

  /** Never rejects: an outage ends the round, what is wrong with one version does not concern the others. */
  async run(request: RoundRequest, report: (report: RoundReport) => void): Promise<void> {
    try {
      const database = await this.connect(request);
      for (const version of await this.claim(database, request)) {
        report({ type: 'begun', ...versionOf(version.manifest) });
        report(await this.evaluate(database, version));
        if (!database.serves(request)) throw new Error('the connection was lost');
      }
      report({ type: 'done' });
    } catch (error) {
      await this.close();
      report({ type: 'done', outage: (error as Error).message });
    }
  }

  /** Gives up the connection, and with it every version. */
  async close(): Promise<void> {
    await this.database?.close();
    this.database = undefined;
  }

  private async connect(request: RoundRequest): Promise<EvaluationDatabase> {
    if (this.database?.serves(request) === false) await this.close();
    this.database ??= await EvaluationDatabase.open(request);
    return this.database;
  }

  /** The versions that this replica evaluates; what another one evaluates meanwhile is looked at afresh later. */
  private async claim(database: EvaluationDatabase, { versions }: RoundRequest): Promise<WatchedVersion[]> {
    const held = await database.claim(versions.map(({ manifest }) => versionOf(manifest)));
    this.profiles.keepOnly(held);
    for (const key of this.last.keys()) if (!held.has(key)) this.last.delete(key);
    return versions.filter(({ manifest }) => held.has(versionKey(versionOf(manifest))));
  }

  private async evaluate(database: EvaluationDatabase, version: WatchedVersion): Promise<RoundReport> {
    const name = versionOf(version.manifest);
    const before = this.last.get(versionKey(name));
    try {
      const profile = await this.profiles.get(version);
      const after = await new VersionEvaluator(database).evaluate(version, profile, before);
      this.last.set(versionKey(name), after);
      const outcome = after === before ? 'unchanged' : 'computed';
      const noProfile = profile.absent?.reason ?? null;
      return { type: 'evaluated', ...name, outcome, failures: failuresOf(after, profile), noProfile };
    } catch (error) {
      return { type: 'failed', ...name, reason: reasonOf(error), message: (error as Error).message };
    }
  }
}

/** A profile that cannot be used is a failure of the window that would be compared with it; having none is not. */
function failuresOf({ failures }: Evaluated, { absent }: KnownProfile): EvaluationFailure[] {
  if (absent === null || !absent.rejected) return [...failures];
  return [...failures, { window: 'predictions', reason: 'profile' }];
}

function reasonOf(error: unknown): FailureReason {
  return error instanceof EvaluationFailed ? error.reason : 'error';
}
