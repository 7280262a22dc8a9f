import { type BeforeApplicationShutdown, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { MetricSet } from '@plumbline/metrics';
import { type Aliases, type ModelFolder, ModelRepository } from '../repository/index.js';
import { versionOf, versionText } from '../manifest/index.js';
import type { LoadedModel, RunOptions } from '../inference/index.js';
import { ModelMetrics } from './model-metrics.js';
import { ModelRegistry } from './model-registry.js';
import { VersionStore } from './version-store.js';

/** A change by another replica, or by hand, is followed after at most about this long and the loading. */
const POLL_MS = 1_000;

/** Where the models are and how they run. */
export interface FollowerOptions extends RunOptions {
  readonly dir: string;
  readonly defaultName: string;
}

/**
 * Keeps the registry in step with the repository: versions that come are checked and served, those that go are
 * released, the champion follows its pointer. It looks at the folders instead of being told, which also works on a
 * network folder. What cannot be read leaves everything as it is.
 */
export class RepositoryFollower implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly registry: ModelRegistry;
  private readonly logger = new Logger('Models');
  private readonly repository: ModelRepository;
  private readonly store: VersionStore;
  private readonly metrics: ModelMetrics;
  private readonly aliases = new Map<string, Aliases>();
  private looking: Promise<void> = Promise.resolve();
  private failure: string | undefined;
  private missing: readonly LoadedModel[] = [];
  private idlePointers: readonly string[] = [];
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  private constructor(options: FollowerOptions, metrics: MetricSet) {
    this.repository = new ModelRepository(options.dir);
    this.store = new VersionStore(options, metrics);
    this.metrics = new ModelMetrics(metrics);
    this.registry = new ModelRegistry([], [], options.defaultName);
  }

  /** Loads what is there. @throws {ModelsFolderMissing} */
  static async open(options: FollowerOptions, metrics: MetricSet): Promise<RepositoryFollower> {
    const follower = new RepositoryFollower(options, metrics);
    await follower.look();
    return follower;
  }

  /** Whether the repository could be read when last tried. */
  get isFollowing(): boolean {
    return this.failure === undefined;
  }

  /** Looks at the repository now; what was done to it before the call is served when it resolves. */
  followNow(): Promise<void> {
    this.looking = this.looking.then(() => this.tryLook());
    return this.looking;
  }

  onApplicationBootstrap(): void {
    this.timer = setTimeout(() => void this.poll(), POLL_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private async poll(): Promise<void> {
    await this.followNow();
    if (!this.stopped) this.timer = setTimeout(() => void this.poll(), POLL_MS).unref();
  }

  private async tryLook(): Promise<void> {
    try {
      await this.look();
      if (this.failure !== undefined) this.logger.log('The models folder is followed again');
      this.failure = undefined;
    } catch (error) {
      const { message } = error as Error;
      if (this.failure !== message) this.logger.error(`The models folder cannot be followed: ${message}`);
      this.failure = message;
    }
  }

  private async look(): Promise<void> {
    const models = await this.repository.models();
    this.refuseEmpty(models);
    const { any, released } = await this.store.follow(models);
    this.tellOfMissing(models);
    const moved = this.followAliases(models);
    const appointed = this.appointChampions();
    if (!any && !moved && !appointed) return;
    this.tellOfIdlePointers();
    const { served, unavailable } = this.store;
    this.registry.replace({ served, unavailable, aliases: new Map(this.aliases) });
    for (const model of released) void this.release(model);
  }

  /** A folder whose disk was unmounted reads as an empty one. */
  private refuseEmpty(models: readonly ModelFolder[]): void {
    if (this.store.served.length > 0 && models.every(({ versions }) => versions.length === 0)) {
      throw new Error('it has no version any more; what was loaded is served on');
    }
  }

  /** Answers do not show it, and after a restart there would be none. */
  private tellOfMissing(models: readonly ModelFolder[]): void {
    const missing = this.store.onlyInMemory(models);
    for (const model of missing) {
      if (this.missing.includes(model)) continue;
      this.logger.warn(
        `${versionText(versionOf(model.manifest))} is served from memory only, its folder is gone`,
      );
    }
    this.missing = missing;
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

  private tellOfIdlePointers(): void {
    const idle = [...this.aliases].flatMap(([name, aliases]) =>
      idlePointers(name, aliases, this.store.served),
    );
    for (const pointer of idle) if (!this.idlePointers.includes(pointer)) this.logger.warn(pointer);
    this.idlePointers = idle;
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

  /** A pointer at a version that is not served leaves the champion of before in place. */
  private isChampion(model: LoadedModel, served: readonly LoadedModel[]): boolean {
    const { name, version } = model.manifest;
    const wanted = this.aliases.get(name)?.champion ?? null;
    if (wanted === null || wanted === version) return wanted === version;
    const present = served.some(({ manifest }) => manifest.name === name && manifest.version === wanted);
    return !present && model.champion;
  }

  private async release(model: LoadedModel): Promise<void> {
    const name = versionText(versionOf(model.manifest));
    try {
      await this.store.release(model);
      this.logger.log(`${name} is released`);
    } catch (error) {
      this.logger.error(`${name} could not be released: ${(error as Error).message}`);
    }
  }
}

/** What is to be told of pointers at versions that are not served. */
function idlePointers(
  name: string,
  { champion, previous }: Aliases,
  served: readonly LoadedModel[],
): string[] {
  const versions = served.filter(({ manifest }) => manifest.name === name);
  const isIdle = (version: number | null): version is number =>
    version !== null && !versions.some(({ manifest }) => manifest.version === version);
  const kept = versions.find((model) => model.champion);
  const rest = kept === undefined ? 'there is no champion' : `version ${kept.manifest.version} stays`;
  return [
    ...(isIdle(champion)
      ? [`${name}: its pointer names version ${champion}, which is not served; ${rest}`]
      : []),
    ...(isIdle(previous)
      ? [
          `${name}: its previous champion, version ${previous}, is not served; nothing can be rolled back to it`,
        ]
      : []),
  ];
}
