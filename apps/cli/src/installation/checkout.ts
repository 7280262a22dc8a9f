import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The root folder of the checkout that this command belongs to. */
export const root = resolve(import.meta.dirname, '../../../..');

/** The version in package.json. */
export function version(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}
