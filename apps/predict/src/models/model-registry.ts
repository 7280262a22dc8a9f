import { ModelNotFound, ModelUnavailable, ModelVersionNotFound } from './model.errors.js';
import type { ServedModel, UnavailableModel } from './served-model.js';

export type { Outcome, ServedModel, UnavailableModel } from './served-model.js';

/** The versions that answer, those that cannot, and which one answers when a request names none. */
export class ModelRegistry {
  private readonly versions = new Map<string, Map<number, ServedModel>>();
  private readonly champions = new Map<string, ServedModel>();

  constructor(
    private readonly served: readonly ServedModel[],
    private readonly notServed: readonly UnavailableModel[],
    readonly defaultName: string,
  ) {
    for (const model of served) {
      const { name, version } = model.manifest;
      this.versions.set(
        name,
        (this.versions.get(name) ?? new Map<number, ServedModel>()).set(version, model),
      );
      if (model.champion) this.champions.set(name, model);
    }
  }

  /** Every served version, ordered by name and version. */
  list(): readonly ServedModel[] {
    return this.served;
  }

  /** Every version of the repository that is not served. */
  unavailable(): readonly UnavailableModel[] {
    return this.notServed;
  }

  /** The name of every model that has a version in the repository, in order. */
  names(): string[] {
    const all = [
      ...this.served.map(({ manifest }) => manifest.name),
      ...this.notServed.map(({ name }) => name),
    ];
    return [...new Set(all)].sort();
  }

  /**
   * The named version, or the champion when none is named.
   * @throws {ModelNotFound | ModelVersionNotFound | ModelUnavailable}
   */
  get(name: string, version?: number): ServedModel {
    const model = version === undefined ? this.champions.get(name) : this.versions.get(name)?.get(version);
    if (model === undefined) throw this.absence(name, version);
    return model;
  }

  /** The champion of the default model. */
  default(): ServedModel {
    return this.get(this.defaultName);
  }

  /** Frees the models, when no request can come any more. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.served.map((model) => model.close()));
  }

  private absence(name: string, version: number | undefined): Error {
    const failed = this.notServed.filter((model) => model.name === name);
    if (!this.versions.has(name) && failed.length === 0) return new ModelNotFound(name);
    if (version === undefined) return new ModelUnavailable(name, 'no champion of it is served.');
    const reason = failed.find((model) => model.version === version)?.reason;
    return reason === undefined
      ? new ModelVersionNotFound(name, version)
      : new ModelUnavailable(name, reason);
  }
}
