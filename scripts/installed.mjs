import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installPackages, root } from './workspace.mjs';

/** Installs what is missing, then runs the script that is named, if any: it may import packages. */
const [, , script] = process.argv;
try {
  await installPackages((message) => process.stderr.write(`  ${message} ...\n`));
} catch (error) {
  process.stderr.write(`The dependencies could not be installed: ${error.message}\n`);
  process.exit(1);
}
process.argv.splice(1, 1);
if (script !== undefined) await import(pathToFileURL(join(root, script)).href);
