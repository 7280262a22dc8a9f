import { Logger } from '@nestjs/common';
import {
  type Aliases,
  ModelNotFound,
  ModelUnavailable,
  ModelVersionNotFound,
  NO_ALIASES,
} from '../repository/index.js';
import type { ServedModel, UnavailableModel } from '../inference/index.js';

export type { Outcome, ServedModel, UnavailableModel } from '../inference/index.js';

/** Told after each change, with every version that is served from then on. */
export type RegistryListener = (models: readonly ServedModel[]) => void;

/** What a registry holds at one moment. */
export interface RegistryContents {
  /** Ordered by name and version. */
  readonly served: readonly ServedModel[];
  readonly unavailable: readonly UnavailableModel[];
  /** The pointers of each model, by its name. */
  readonly aliases?: ReadonlyMap<string, Aliases>;
}

/** The versions that answer, those that cannot, and which one answers when a request names none. */
export class ModelRegistry {
  private readonly logger = new Logger('Models');
  private readonly listeners = new Set<RegistryListener>();
  private versions = new Map<string, Map<number, ServedModel>>();
  private champions = new Map<string, ServedModel>();
  private pointers: ReadonlyMap<string, Aliases> = new Map();

  constructor(
    private served: readonly ServedModel[],
    private notServed: readonly UnavailableModel[],
    readonly defaultName: string,
  ) {
    this.index();
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
      ...this.notServed.map(({ model }) => model),
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

  /** Where the pointers of a model stand; a version they name need not be served. */
  aliases(name: string): Aliases {
    return this.pointers.get(name) ?? NO_ALIASES;
  }

  /**
   * Tells the listener of every later change: a version that came or went, another champion. A version that stays is
   * the same object before and after, whether it is the champion or not. What is there already is in `list()`.
   * @returns a function that ends it.
   */
  onChange(listener: RegistryListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Serves something else from now on, and tells the listeners; one that throws does not keep the others waiting. */
  replace({ served, unavailable, aliases = this.pointers }: RegistryContents): void {
    [this.served, this.notServed, this.pointers] = [served, unavailable, aliases];
    this.index();
    for (const listener of this.listeners) {
      try {
        listener(served);
      } catch (error) {
        this.logger.error({ message: `A change of the models could not be followed: ${String(error)}` });
      }
    }
  }

  /** Frees the models, when no request can come any more. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.served.map((model) => model.close()));
  }

  private index(): void {
    this.versions = new Map();
    this.champions = new Map();
    for (const model of this.served) {
      const { name, version } = model.manifest;
      const versions = this.versions.get(name) ?? new Map<number, ServedModel>();
      this.versions.set(name, versions.set(version, model));
      if (model.champion) this.champions.set(name, model);
    }
  }

  private absence(name: string, version: number | undefined): Error {
    const failed = this.notServed.filter(({ model }) => model === name);
    if (!this.versions.has(name) && failed.length === 0) return new ModelNotFound(name);
    if (version === undefined) {
      return new ModelUnavailable(
        name,
        `no champion of it is served; POST /models/${name}/promote names one.`,
      );
    }
    const reason = failed.find((one) => one.version === version)?.reason;
    return reason === undefined
      ? new ModelVersionNotFound(name, version)
      : new ModelUnavailable(name, reason);
  }
}
