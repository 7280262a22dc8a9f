import { type BeforeApplicationShutdown, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { reasonOf } from '@plumbline/errors';
import type { MetricSet } from '@plumbline/metrics';
import { Condition, RecurringTask } from '@plumbline/tasks';
import type { HostOptions, LoadedModel } from '../inference/index.js';
import { versionOf, versionText } from '../manifest/index.js';
import { type Aliases, LastingProblems, type ModelFolder, ModelRepository } from '../repository/index.js';
import { ModelMetrics } from './model-metrics.js';
import { ModelRegistry } from './model-registry.js';
import { VersionStore } from './version-store.js';

/** A change by another replica or by hand is served after about this long, plus the time for loading. */
const POLL_MS = 1_000;

/** Where the models are and how they run. */
export interface FollowerOptions extends HostOptions {
  readonly dir: string;
  readonly defaultName: string;
}

/**
 * Keeps the registry in step with the repository: new versions are checked and served, removed ones are released, the
 * champion follows its pointer. It scans the folders, which also works on a network folder. When the repository cannot be
 * read, everything stays as it is.
 */
export class RepositoryFollower implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly registry: ModelRegistry;
  private readonly logger = new Logger('Models');
  private readonly repository: ModelRepository;
  private readonly store: VersionStore;
  private readonly metrics: ModelMetrics;
  private readonly aliases = new Map<string, Aliases>();
  private readonly missingFolders = new LastingProblems((problem) => this.logger.warn(problem));
  private readonly idlePointers = new LastingProblems((problem) => this.logger.warn(problem));
  private readonly outage = new Condition<string>({
    onBegin: (error) => this.logger.error({ message: 'Cannot read the models folder', error }),
    onEnd: () => this.logger.log('Reads the models folder again'),
    isSame: (before, after) => before === after,
  });
  private readonly task = new RecurringTask({
    run: () => this.scan(),
    intervalMs: POLL_MS,
    onError: (error) => this.outage.begin(reasonOf(error)),
    onSuccess: () => this.outage.end(),
  });

  private constructor(options: FollowerOptions, metrics: MetricSet) {
    this.repository = new ModelRepository(options.dir, (problem) => this.logger.warn(problem));
    this.metrics = new ModelMetrics(metrics);
    this.store = new VersionStore(options, metrics, this.metrics);
    this.registry = new ModelRegistry([], [], options.defaultName);
  }

  /** Loads the repository. @throws {ModelsFolderMissing} */
  static async open(options: FollowerOptions, metrics: MetricSet): Promise<RepositoryFollower> {
    const follower = new RepositoryFollower(options, metrics);
    await follower.scan();
    return follower;
  }

  /** Whether the last scan of the repository succeeded. */
  get isFollowing(): boolean {
    return !this.outage.isOngoing;
  }

  /** Scans the repository. When it resolves, changes made before the call are served. */
  followNow(): Promise<void> {
    return this.task.runNow();
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.task.stop();
  }

  private async scan(): Promise<void> {
    const models = await this.repository.models();
    this.refuseEmpty(models);
    const { any, released } = await this.store.follow(models);
    this.missingFolders.update(
      this.store
        .onlyInMemory(models)
        .map(
          ({ manifest }) =>
            `The folder of ${versionText(versionOf(manifest))} is gone; it is served from memory`,
        ),
    );
    const moved = this.followAliases(models);
    const appointed = this.appointChampions();
    if (!any && !moved && !appointed) return;
    const { served, unavailable } = this.store;
    this.idlePointers.update(
      [...this.aliases].flatMap(([name, aliases]) => idlePointers(name, aliases, served)),
    );
    this.registry.replace({ served, unavailable, aliases: new Map(this.aliases) });
    for (const model of released) void this.release(model);
  }

  /** A folder whose disk was unmounted reads as an empty one. */
  private refuseEmpty(models: readonly ModelFolder[]): void {
    if (this.store.served.length > 0 && models.every(({ versions }) => versions.length === 0)) {
      throw new Error('it contains no versions; the loaded ones stay in service');
    }
  }

  private followAliases(models: readonly ModelFolder[]): boolean {
    let moved = false;
    for (const { name, aliases } of models) {
      if (aliases === undefined || JSON.stringify(aliases) === JSON.stringify(this.aliases.get(name)))
        continue;
      this.aliases.set(name, aliases);
      moved = true;
    }
    return moved;
  }

  private appointChampions(): boolean {
    const { served } = this.store;
    const champions = new Set(served.filter((model) => this.isChampion(model, served)));
    const changed = served.some((model) => model.champion !== champions.has(model));
    for (const model of served) {
      model.champion = champions.has(model);
      this.metrics.served(model.manifest, model.champion);
    }
    return changed;
  }

  /** While a pointer names a version that is not served, the previous champion stays. */
  private isChampion(model: LoadedModel, served: readonly LoadedModel[]): boolean {
    const { name, version } = model.manifest;
    const named = this.aliases.get(name)?.champion ?? null;
    if (named === null || named === version) return named === version;
    const isServed = served.some(({ manifest }) => manifest.name === name && manifest.version === named);
    return !isServed && model.champion;
  }

  private async release(model: LoadedModel): Promise<void> {
    const version = versionOf(model.manifest);
    try {
      await this.store.release(model);
      this.logger.log({ message: 'Released a version', ...version });
    } catch (error) {
      this.logger.error({ message: 'Cannot release a version', ...version, error: reasonOf(error) });
    }
  }
}

/** Describes the pointers of a model that name versions that are not served. */
function idlePointers(
  name: string,
  { champion, previous }: Aliases,
  served: readonly LoadedModel[],
): string[] {
  const versions = served.filter(({ manifest }) => manifest.name === name);
  const isIdle = (version: number | null): version is number =>
    version !== null && !versions.some(({ manifest }) => manifest.version === version);
  const current = versions.find((model) => model.champion);
  const rest =
    current === undefined ? 'it has no champion' : `version ${current.manifest.version} stays champion`;
  return [
    ...(isIdle(champion)
      ? [`The champion pointer of ${name} names version ${champion}, which is not served; ${rest}`]
      : []),
    ...(isIdle(previous)
      ? [`The previous champion of ${name}, version ${previous}, is not served; a rollback is not possible`]
      : []),
  ];
}
