import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Logger } from '@nestjs/common';
import { readAliases } from './alias-file.js';
import type { Aliases } from './aliases.schema.js';
import { modelNameSchema } from '../manifest/index.js';
import { DefaultModelMissing, ModelsFolderMissing } from './model.errors.js';
import type { VersionFolder } from './version-folder.js';

const VERSION = /^[1-9]\d{0,8}$/;

/** A model in the repository: its version folders and its pointers. */
export interface ModelFolder {
  readonly name: string;
  /** Absent when there is no readable pointer file. */
  readonly aliases?: Aliases;
  readonly versions: readonly VersionFolder[];
}

/**
 * Reads the tree `<root>/<model>/<version>`. Names that start with a dot are being written and are left alone;
 * other names that do not fit are reported in the log.
 */
export class ModelRepository {
  private readonly logger = new Logger('Models');
  /** What was told of the last look, so that a look every second does not repeat it. */
  private told = new Set<string>();
  private found = new Set<string>();

  constructor(private readonly root: string) {}

  /**
   * Checks that a model has a version, of whatever worth.
   * @throws {ModelsFolderMissing | DefaultModelMissing}
   */
  async requireModel(name: string): Promise<void> {
    const present = (await this.folders()).filter(isModelName);
    const versions = present.includes(name) ? await folders(join(this.root, name)) : [];
    if (!versions.some((folder) => VERSION.test(folder))) throw new DefaultModelMissing(name, present);
  }

  /** Every model with its versions, by name and ascending version. @throws {ModelsFolderMissing} */
  async models(): Promise<ModelFolder[]> {
    this.found = new Set();
    const names = (await this.folders()).filter((name) => this.fits(name, isModelName(name)));
    const models = await Promise.all(names.map((name) => this.model(name)));
    for (const problem of this.found) if (!this.told.has(problem)) this.logger.warn(problem);
    this.told = this.found;
    return models;
  }

  private async folders(): Promise<string[]> {
    const names = await folders(this.root).catch((cause: unknown) => {
      throw new ModelsFolderMissing(resolve(this.root), { cause });
    });
    return names.sort();
  }

  private async model(name: string): Promise<ModelFolder> {
    const path = join(this.root, name);
    const versions = (await folders(path))
      .filter((folder) => this.fits(`${name}/${folder}`, VERSION.test(folder)))
      .map((folder) => ({ model: name, version: Number(folder), path: join(path, folder) }))
      .sort((one, other) => one.version - other.version);
    const aliases = await this.aliases(path, name, versions.length > 0);
    return { name, aliases, versions };
  }

  /** A model without a version has no pointers: its first version is being published. */
  private async aliases(path: string, name: string, hasVersions: boolean): Promise<Aliases | undefined> {
    try {
      return await readAliases(path);
    } catch (error) {
      if (hasVersions) this.found.add(`The champion of ${name} is unknown: ${(error as Error).message}`);
      return undefined;
    }
  }

  private fits(folder: string, fits: boolean): boolean {
    if (!fits) this.found.add(`${folder} is ignored: its name is not that of a model or a version`);
    return fits;
  }
}

/** The numbers of the versions in the folder of a model, of whatever worth. */
export async function versionNumbers(modelPath: string): Promise<ReadonlySet<number>> {
  const names = await folders(modelPath);
  return new Set(names.filter((name) => VERSION.test(name)).map(Number));
}

function isModelName(name: string): boolean {
  return modelNameSchema.safeParse(name).success;
}

async function folders(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
    .map((entry) => entry.name);
}
