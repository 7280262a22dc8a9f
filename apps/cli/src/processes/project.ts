import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ExitCode } from '../command-line/index.js';
import { root } from '../installation/index.js';
import { run } from './run.js';

/** Compiles a TypeScript project in a folder of the checkout. @throws {ExitCode} when its code has errors. */
export async function buildProject(folder: string): Promise<void> {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const code = await run(process.execPath, [compiler, '-b', folder]);
  if (code !== 0) throw new ExitCode(code);
}

/** What a built file of the checkout exports. */
export function importBuilt(file: string): Promise<unknown> {
  return import(pathToFileURL(join(root, file)).href);
}
