import { mkdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ModelRepository } from './model-repository.js';
import { doneWith, ownName } from './scratch-name.js';

/**
 * Adds the shipped models to the repository: a link for every version that the repository lacks, and the pointers of a
 * model without pointers. Versions are never copied, so that the files of a new release are used, and never written to.
 * @throws {ModelsFolderMissing} when there are no shipped models.
 */
export async function addShippedModels(shipped: string, repository: string): Promise<void> {
  for (const { name, aliases, versions } of await new ModelRepository(shipped).models()) {
    const folder = join(repository, name);
    await mkdir(folder, { recursive: true });
    for (const { version, path } of versions) await link(resolve(path), join(folder, String(version)));
    if (aliases === undefined) continue;
    const pointers = `${JSON.stringify(aliases)}\n`;
    await unlessPresent(writeFile(join(folder, 'aliases.json'), pointers, { flag: 'wx' }));
  }
}

/** Replaces a broken link in one step: the checkout has moved. */
async function link(target: string, path: string): Promise<void> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  if (exists) return;
  const name = ownName();
  const temporary = join(dirname(path), name);
  try {
    await symlink(target, temporary, 'junction');
    await unlessPresent(rename(temporary, path));
  } finally {
    await rm(temporary, { force: true });
    doneWith(name);
  }
}

/** Another replica may have been faster, or the version was published: a folder is never replaced. */
async function unlessPresent(creation: Promise<void>): Promise<void> {
  await creation.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST' && error.code !== 'EISDIR') throw error;
  });
}
