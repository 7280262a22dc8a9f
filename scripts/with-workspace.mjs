import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { endWithNpm } from './npm-watch.mjs';
import { prepareOnce, root } from './workspace.mjs';

/** Installs and builds what is missing, then runs the script that is named, if any: it may import both. */
const [, , script] = process.argv;
endWithNpm();
try {
  await prepareOnce((message) => process.stderr.write(`  ${message} ...\n`));
} catch (error) {
  process.stderr.write(`The dependencies could not be installed or built: ${error.message}\n`);
  process.exit(1);
}
process.argv.splice(1, 1);
if (script !== undefined) await import(pathToFileURL(join(root, script)).href);
