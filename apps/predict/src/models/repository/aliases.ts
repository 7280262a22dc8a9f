import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from './durable-file.js';
import { readJson } from './version-folder.js';

const version = z.int().min(1).nullable();

/** `aliases.json`, the pointers of a model. */
const aliasesSchema = z.strictObject({ champion: version, previous: version, challenger: version });

/** The version that answers by default, the one before it, and the one that is tried in its shadow. */
export type Aliases = z.infer<typeof aliasesSchema>;

/** The pointers of a model without a promoted version. */
export const NO_ALIASES: Aliases = { champion: null, previous: null, challenger: null };

/** Reads the pointers of a model. @throws {ModelRejected} when the file is missing or invalid. */
export function readAliases(modelPath: string): Promise<Aliases> {
  return readJson(join(modelPath, 'aliases.json'), aliasesSchema);
}

/** Replaces the pointers of a model in one step. */
export function writeAliases(modelPath: string, aliases: Aliases): Promise<void> {
  return replaceFile(join(modelPath, 'aliases.json'), `${JSON.stringify(aliases)}\n`);
}
