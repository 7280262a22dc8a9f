import { Logger } from '@nestjs/common';
import { reasonOf } from '@plumbline/errors';
import type { ServedModel, UnavailableModel } from '../inference/index.js';
import type { ModelVersion } from '../manifest/index.js';
import {
  type Aliases,
  ModelNotFound,
  ModelUnavailable,
  ModelVersionNotFound,
  NO_ALIASES,
} from '../repository/index.js';

const VERSION = /^[1-9]\d{0,8}$/;

/** Receives every served version after each change. */
export type RegistryListener = (models: readonly ServedModel[]) => void;

/** The contents of a registry at one moment. */
export interface RegistryContents {
  /** Ordered by name and version. */
  readonly served: readonly ServedModel[];
  readonly unavailable: readonly UnavailableModel[];
  /** The pointers of each model, by its name. */
  readonly aliases?: ReadonlyMap<string, Aliases>;
}

/** The versions that are served, those that cannot be, and the champion of each model. */
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

  /** Every version in the repository that is not served. */
  unavailable(): readonly UnavailableModel[] {
    return this.notServed;
  }

  /** The names of all models that have a version in the repository, in order. */
  names(): string[] {
    const all = [
      ...this.served.map(({ manifest }) => manifest.name),
      ...this.notServed.map(({ model }) => model),
    ];
    return [...new Set(all)].sort();
  }

  /**
   * A version of a model, or its champion when no version is named.
   * @throws {ModelNotFound | ModelVersionNotFound | ModelUnavailable}
   */
  get(name: string, version?: number): ServedModel {
    const model = version === undefined ? this.champions.get(name) : this.versions.get(name)?.get(version);
    if (model === undefined) throw this.absence(name, version);
    return model;
  }

  /** A version; undefined when it is not served. */
  find({ model, version }: ModelVersion): ServedModel | undefined {
    return this.versions.get(model)?.get(version);
  }

  /** The champion of the default model. */
  default(): ServedModel {
    return this.get(this.defaultName);
  }

  /**
   * The version that the path of a request names: the default model without a model, its champion without a version.
   * @throws {ModelNotFound | ModelVersionNotFound | ModelUnavailable}
   */
  select({ model = this.defaultName, version }: { model?: string; version?: string }): ServedModel {
    if (version === undefined) return this.get(model);
    if (VERSION.test(version)) return this.get(model, Number(version));
    if (!this.names().includes(model)) throw new ModelNotFound(model);
    throw new ModelVersionNotFound(model, version);
  }

  /** The pointers of a model. They may name versions that are not served. */
  aliases(name: string): Aliases {
    return this.pointers.get(name) ?? NO_ALIASES;
  }

  /**
   * Calls the listener after every later change: an added or removed version, or another champion. The object of a version
   * that stays is the same before and after, champion or not.
   * @returns a function that removes the listener.
   */
  onChange(listener: RegistryListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Replaces the contents and calls the listeners. One that throws does not affect the others. */
  replace({ served, unavailable, aliases = this.pointers }: RegistryContents): void {
    [this.served, this.notServed, this.pointers] = [served, unavailable, aliases];
    this.index();
    for (const listener of this.listeners) {
      try {
        listener(served);
      } catch (error) {
        this.logger.error({ message: 'Cannot follow a change of the models', error: reasonOf(error) });
      }
    }
  }

  /** Frees the models after the last request. */
  async onApplicationShutdown(): Promise<void> {
    for (const model of this.served) model.interrupt();
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
        `it has no served champion; POST /models/${name}/promote appoints one.`,
      );
    }
    const reason = failed.find((one) => one.version === version)?.reason;
    return reason === undefined
      ? new ModelVersionNotFound(name, version)
      : new ModelUnavailable(name, reason);
  }
}
