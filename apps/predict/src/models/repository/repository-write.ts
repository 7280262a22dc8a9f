import { ModelsFolderNotWritable } from './model.errors.js';

const REFUSALS = new Set([
  'EROFS',
  'EACCES',
  'EPERM',
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'ESTALE',
  'ENOENT',
  'ENOTDIR',
]);

/** Does something to the models folder. @throws {ModelsFolderNotWritable} when the disk refuses it. */
export async function writeRepository<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw REFUSALS.has(code) ? new ModelsFolderNotWritable(code, { cause: error }) : error;
  }
}
