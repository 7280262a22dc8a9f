import { join } from 'node:path';
import { type Aliases, aliasesSchema } from './aliases.schema.js';
import { replaceFile } from './durable-file.js';
import { readJson } from './version-folder.js';

/** The pointers of a model. @throws {ModelRejected} when the file is not there or not sound. */
export function readAliases(modelPath: string): Promise<Aliases> {
  return readJson(join(modelPath, 'aliases.json'), aliasesSchema);
}

/** Moves the pointers of a model in one step. */
export function writeAliases(modelPath: string, aliases: Aliases): Promise<void> {
  return replaceFile(join(modelPath, 'aliases.json'), `${JSON.stringify(aliases)}\n`);
}
