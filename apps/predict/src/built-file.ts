import { fileURLToPath } from 'node:url';

/** The path of a built file of this service, also when the sources run: threads and processes cannot run those. */
export function builtFile(path: string): string {
  return fileURLToPath(new URL(`../dist/${path}`, import.meta.url));
}
