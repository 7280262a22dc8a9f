import { fileURLToPath } from 'node:url';

/** In place of `builtFile`: the same file of the bundle, which a process loads in a third of the time. */
export function builtFile(path: string): string {
  return fileURLToPath(new URL(`../dist/bundle/${path}`, import.meta.url));
}
