import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { modelNameSchema } from '../manifest/index.js';
import { type Aliases, readAliases } from './aliases.js';
import { LastingProblems } from './lasting-problems.js';
import { DefaultModelMissing, ModelsFolderMissing } from './model.errors.js';
import type { VersionFolder } from './version-folder.js';

const VERSION = /^[1-9]\d{0,8}$/;

/** A model in the repository: its version folders and its pointers. */
export interface ModelFolder {
  readonly name: string;
  /** Absent without a readable pointer file. */
  readonly aliases?: Aliases;
  readonly versions: readonly VersionFolder[];
}

/**
 * Reads the tree `<root>/<model>/<version>`. Names that start with a dot belong to unfinished writes and are skipped;
 * other unexpected names are problems.
 */
export class ModelRepository {
  private readonly problems: LastingProblems;

  /** @param onProblem called once for each problem that lasts, such as an unexpected name */
  constructor(
    private readonly root: string,
    onProblem: (problem: string) => void = () => undefined,
  ) {
    this.problems = new LastingProblems(onProblem);
  }

  /**
   * Checks that the model has a version folder, valid or not.
   * @throws {ModelsFolderMissing | DefaultModelMissing}
   */
  async requireModel(name: string): Promise<void> {
    const present = (await this.folders()).filter(isModelName);
    const versions = present.includes(name) ? await folders(join(this.root, name)) : [];
    if (!versions.some((folder) => VERSION.test(folder))) throw new DefaultModelMissing(name, present);
  }

  /** Every model with its versions, by name and ascending version. @throws {ModelsFolderMissing} */
  async models(): Promise<ModelFolder[]> {
    const names = await this.folders();
    const problems = names.filter((name) => !isModelName(name)).map(ignored);
    const models = await Promise.all(names.filter(isModelName).map((name) => this.model(name, problems)));
    this.problems.update(problems);
    return models;
  }

  private async folders(): Promise<string[]> {
    const names = await folders(this.root).catch((cause: unknown) => {
      throw new ModelsFolderMissing(resolve(this.root), { cause });
    });
    return names.sort();
  }

  private async model(name: string, problems: string[]): Promise<ModelFolder> {
    const path = join(this.root, name);
    const names = await folders(path);
    problems.push(
      ...names.filter((folder) => !VERSION.test(folder)).map((folder) => ignored(`${name}/${folder}`)),
    );
    const versions = names
      .filter((folder) => VERSION.test(folder))
      .map((folder) => ({ model: name, version: Number(folder), path: join(path, folder) }))
      .sort((one, other) => one.version - other.version);
    // The pointers of a model without versions do not exist yet: its first version is being published.
    const aliases = await readAliases(path).catch((error: Error) => {
      if (versions.length > 0) problems.push(`The champion of ${name} is unknown: ${error.message}`);
      return undefined;
    });
    return { name, aliases, versions };
  }
}

/** The numbers of the version folders of a model, valid or not. */
export async function versionNumbers(modelPath: string): Promise<ReadonlySet<number>> {
  const names = await folders(modelPath);
  return new Set(names.filter((name) => VERSION.test(name)).map(Number));
}

function isModelName(name: string): boolean {
  return modelNameSchema.safeParse(name).success;
}

function ignored(folder: string): string {
  return `Ignores the folder ${folder}: its name is not that of a model or a version`;
}

async function folders(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
    .map((entry) => entry.name);
}
