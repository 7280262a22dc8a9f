import type { MetricSet } from '@plumbline/metrics';
import type { LoadedModel, RunOptions, UnavailableModel } from '../inference/index.js';
import { versionKey, versionOf } from '../manifest/index.js';
import { ModelMetrics } from './model-metrics.js';
import { fingerprintOf, type ModelFolder, type VersionFolder } from '../repository/index.js';
import { openVersion } from './open-version.js';

/** A version folder as it was last tried. */
interface Tried {
  readonly folder: VersionFolder;
  readonly fingerprint: string;
  readonly model?: LoadedModel;
  /** Why the files as they are now cannot be served; an earlier state of them may still be. */
  readonly reason?: string;
}

/** What a look at the repository changed. */
export interface Changes {
  readonly any: boolean;
  /** Models that answer no new request. */
  readonly released: readonly LoadedModel[];
}

/** The loaded versions of a repository, brought into step with its folders one look at a time. */
export class VersionStore {
  private readonly tried = new Map<string, Tried>();
  private readonly metrics: ModelMetrics;

  constructor(
    private readonly options: RunOptions,
    private readonly metricSet: MetricSet,
  ) {
    this.metrics = new ModelMetrics(metricSet);
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

  /** Loads what is new or was touched, and drops what is gone, except a champion that is still pointed at. */
  async follow(models: readonly ModelFolder[]): Promise<Changes> {
    const released: LoadedModel[] = [];
    let any = false;
    for (const folder of models.flatMap(({ versions }) => versions)) {
      const before = this.tried.get(versionKey(folder));
      const after = await this.look(folder, before);
      any ||= after !== before;
      if (before?.model !== undefined && before.model !== after.model) released.push(before.model);
    }
    for (const { folder, model } of this.gone(models)) {
      this.tried.delete(versionKey(folder));
      any = true;
      if (model === undefined) await this.metrics.forgotten(folder);
      else released.push(model);
    }
    return { any, released };
  }

  /** Champions whose folder is gone: they are served until their pointer moves or the process ends. */
  onlyInMemory(models: readonly ModelFolder[]): LoadedModel[] {
    const present = keysOf(models);
    return this.served.filter(({ manifest }) => !present.has(versionKey(versionOf(manifest))));
  }

  /** Frees a model when its last answer is given, and its series unless another has taken its place. */
  async release(model: LoadedModel): Promise<void> {
    await model.close();
    const version = versionOf(model.manifest);
    if (!this.tried.has(versionKey(version))) await this.metrics.forgotten(version);
  }

  private async look(folder: VersionFolder, before: Tried | undefined): Promise<Tried> {
    const fingerprint = await fingerprintOf(folder.path);
    if (before?.fingerprint === fingerprint) return before;
    const opened = await openVersion(folder, this.options, this.metricSet);
    const after: Tried =
      typeof opened === 'string'
        ? { folder, fingerprint, model: before?.model, reason: opened }
        : { folder, fingerprint, model: opened };
    this.tried.set(versionKey(folder), after);
    if (after.model === undefined) this.metrics.refused(folder);
    return after;
  }

  private gone(models: readonly ModelFolder[]): Tried[] {
    const present = keysOf(models);
    const pointedAt = new Set(
      models.map(({ name, aliases }) => versionKey({ model: name, version: aliases?.champion ?? 0 })),
    );
    return [...this.tried.entries()]
      .filter(([key, { model }]) => !present.has(key) && !(pointedAt.has(key) && model !== undefined))
      .map(([, tried]) => tried);
  }

  private inOrder(): Tried[] {
    return [...this.tried.values()].sort(
      ({ folder: one }, { folder: other }) =>
        (one.model < other.model ? -1 : Number(one.model > other.model)) || one.version - other.version,
    );
  }
}

function keysOf(models: readonly ModelFolder[]): Set<string> {
  return new Set(models.flatMap(({ versions }) => versions.map(versionKey)));
}
