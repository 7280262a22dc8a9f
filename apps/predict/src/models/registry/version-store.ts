import { Logger } from '@nestjs/common';
import type { MetricSet } from '@plumbline/metrics';
import { type HostOptions, LoadedModel, ModelHosts, type UnavailableModel } from '../inference/index.js';
import { manifestWarnings, versionKey, versionOf } from '../manifest/index.js';
import { fingerprintOf, type ModelFolder, ModelRejected, type VersionFolder } from '../repository/index.js';
import type { ModelMetrics } from './model-metrics.js';
import { servedProfile } from './served-profile.js';

/** A version folder and the result of loading it. */
interface KnownVersion {
  readonly folder: VersionFolder;
  readonly fingerprint: string;
  readonly model?: LoadedModel;
  /** Why the files in their present state cannot be served; `model` may have been loaded from an earlier state. */
  readonly reason?: string;
}

/** What a scan of the repository changed. */
export interface Changes {
  readonly any: boolean;
  /** Models that receive no new requests. */
  readonly released: readonly LoadedModel[];
}

/** The loaded versions of a repository. */
export class VersionStore {
  private readonly logger = new Logger('Models');
  private readonly hosts: ModelHosts;
  private readonly known = new Map<string, KnownVersion>();

  constructor(
    private readonly options: HostOptions,
    private readonly metricSet: MetricSet,
    private readonly metrics: ModelMetrics,
  ) {
    this.hosts = new ModelHosts(options, metricSet, this.logger);
  }

  /** By name and version. */
  get served(): LoadedModel[] {
    return this.inOrder().flatMap(({ model }) => model ?? []);
  }

  /** By name and version. */
  get unavailable(): UnavailableModel[] {
    return this.inOrder().flatMap(({ folder, model, reason = '' }) =>
      model === undefined ? [{ model: folder.model, version: folder.version, reason }] : [],
    );
  }

  /** Loads new and changed versions, and drops those that are gone, except a champion that a pointer still names. */
  async follow(models: readonly ModelFolder[]): Promise<Changes> {
    const released: LoadedModel[] = [];
    let any = false;
    for (const folder of models.flatMap(({ versions }) => versions)) {
      const before = this.known.get(versionKey(folder));
      const after = await this.update(folder, before);
      any ||= after !== before;
      if (before?.model !== undefined && before.model !== after.model) released.push(before.model);
    }
    for (const { folder, model } of this.gone(models)) {
      this.known.delete(versionKey(folder));
      any = true;
      if (model === undefined) await this.metrics.forgotten(folder);
      else released.push(model);
    }
    await this.hosts.endSpare();
    return { any, released };
  }

  /** Champions whose folder is gone: they are served until their pointer moves or the process ends. */
  onlyInMemory(models: readonly ModelFolder[]): LoadedModel[] {
    const present = keysOf(models);
    return this.served.filter(({ manifest }) => !present.has(versionKey(versionOf(manifest))));
  }

  /** Frees a model after its last answer, and removes its series unless the version was loaded again. */
  async release(model: LoadedModel): Promise<void> {
    await model.close();
    const version = versionOf(model.manifest);
    if (!this.known.has(versionKey(version))) await this.metrics.forgotten(version);
  }

  private async update(folder: VersionFolder, before: KnownVersion | undefined): Promise<KnownVersion> {
    const fingerprint = await fingerprintOf(folder.path);
    if (before?.fingerprint === fingerprint) return before;
    const loaded = await this.load(folder);
    const after: KnownVersion =
      typeof loaded === 'string'
        ? { folder, fingerprint, model: before?.model, reason: loaded }
        : { folder, fingerprint, model: loaded };
    this.known.set(versionKey(folder), after);
    if (after.model === undefined) this.metrics.refused(folder);
    return after;
  }

  /** Loads a version. Returns the reason if it cannot be served: the other versions are served all the same. */
  private async load(folder: VersionFolder): Promise<LoadedModel | string> {
    const { model, version } = folder;
    try {
      const startedAtMs = performance.now();
      const checked = await this.hosts.load(folder);
      const profile = await servedProfile(folder);
      const durationMs = Math.round(performance.now() - startedAtMs);
      const { processReason } = checked;
      this.logger.log({ message: 'Serving a version', model, version, durationMs, processReason });
      for (const warning of manifestWarnings(checked.manifest)) {
        this.logger.warn({ message: 'The manifest of a version may be wrong', model, version, warning });
      }
      this.metrics.loaded(checked.manifest, profile);
      return new LoadedModel({ ...checked, profile }, this.options, this.metricSet);
    } catch (error) {
      const { message } = error as Error;
      const reason = error instanceof ModelRejected ? message : `it cannot be loaded: ${message}`;
      this.logger.error({ message: 'Cannot serve a version', model, version, reason });
      return reason;
    }
  }

  private gone(models: readonly ModelFolder[]): KnownVersion[] {
    const present = keysOf(models);
    const pointedAt = new Set(
      models.map(({ name, aliases }) => versionKey({ model: name, version: aliases?.champion ?? 0 })),
    );
    return [...this.known.entries()]
      .filter(([key, { model }]) => !present.has(key) && !(pointedAt.has(key) && model !== undefined))
      .map(([, version]) => version);
  }

  private inOrder(): KnownVersion[] {
    return [...this.known.values()].sort(
      ({ folder: one }, { folder: other }) =>
        (one.model < other.model ? -1 : Number(one.model > other.model)) || one.version - other.version,
    );
  }
}

function keysOf(models: readonly ModelFolder[]): Set<string> {
  return new Set(models.flatMap(({ versions }) => versions.map(versionKey)));
}
