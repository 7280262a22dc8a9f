import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endWithNpm } from './npm-watch.mjs';
import { prepareWorkspace, root, run } from './workspace.mjs';

endWithNpm();
await prepareWorkspace((message) => process.stdout.write(`${message} ...\n`));
const folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
const resultFile = join(folder, 'result.json');
const jest = join(root, 'node_modules/jest/bin/jest.js');
let failed = false;
try {
  await run(process.execPath, [jest, '--json', `--outputFile=${resultFile}`, ...process.argv.slice(2)]);
} catch {
  failed = true;
}
const result = existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, 'utf8')) : undefined;
rmSync(folder, { recursive: true });
if (result === undefined) process.exit(1); // Jest has said why it ran nothing
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = result;
const skipped = numPendingTests + numTodoTests;
process.stdout.write(
  `tests: ${numPassedTests} passed, ${numFailedTests} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
);
if (skipped > 0) process.stderr.write('A skipped test counts as a failure.\n');
process.exit(failed || skipped > 0 || numPassedTests === 0 ? 1 : 0);
