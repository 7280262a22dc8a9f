#!/usr/bin/env node
import { endWithNpm } from './npm-watch.mjs';
import { prepareWorkspace } from './workspace.mjs';

/**
 * The command `plumbline`. Plain JavaScript, because it installs the dependencies and builds apps/cli, which does the
 * rest, when something has changed.
 */
endWithNpm();
try {
  if (!process.argv.includes('--as-built'))
    await prepareWorkspace((message) => process.stderr.write(`  ${message} ...\n`));
} catch (error) {
  process.stderr.write(`The dependencies could not be installed or built: ${error.message}\n`);
  process.exit(1);
}
const { main } = await import('../apps/cli/dist/main.js');
process.exit(await main(process.argv.slice(2)));
