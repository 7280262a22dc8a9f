import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { versionKey } from '../../manifest/index.js';
import type { VersionFolder } from '../../repository/index.js';
import { UsageError } from './profile-arguments.js';

const VERSION = /^[1-9]\d{0,8}$/;

/** Every version of a model repository, by name and number. @throws {UsageError} when there is none. */
export async function allVersions(models: string): Promise<VersionFolder[]> {
  const found: VersionFolder[] = [];
  for (const name of await folders(models)) found.push(...(await versionsOf(join(models, name))));
  if (found.length === 0)
    throw new UsageError(`there is no model version in ${resolve(models)}; see --models`);
  return found;
}

/** The versions that one argument names. @throws {UsageError} when there is none. */
export async function versionsNamed(target: string, models: string): Promise<VersionFolder[]> {
  for (const path of [join(models, target), target]) {
    if (existsSync(join(path, 'manifest.json'))) return [versionAt(path)];
    const versions = await versionsOf(path);
    if (versions.length > 0) return versions;
  }
  const known = (await allVersions(models)).map(versionKey);
  throw new UsageError(
    `there is no model version ${target}; there are ${known.join(', ')} in ${resolve(models)}`,
  );
}

async function versionsOf(path: string): Promise<VersionFolder[]> {
  const versions = (await folders(path)).filter((name) => VERSION.test(name));
  return versions
    .map((version) => versionAt(join(path, version)))
    .filter((folder) => existsSync(join(folder.path, 'manifest.json')))
    .sort((one, other) => one.version - other.version);
}

function versionAt(path: string): VersionFolder {
  const full = resolve(path);
  if (!VERSION.test(basename(full))) throw new UsageError(`${path} is not a folder <model>/<version>`);
  return { model: basename(dirname(full)), version: Number(basename(full)), path };
}

/** Empty where there is no such folder. */
async function folders(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}
