import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { examples, ExitCode } from '../command-line/index.js';
import { root } from '../installation/index.js';
import { run } from '../processes/index.js';

/** The part of Jest's result file that is read. */
interface JestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

/** `plumbline test` */
export function testCommand(): Command {
  return new Command('test')
    .summary('run the tests')
    .description('Runs Jest with these arguments. A skipped test counts as a failure.')
    .argument('[arguments...]', 'arguments of Jest, such as a folder')
    .allowUnknownOption()
    .addHelpText('after', examples('test', 'test libs/metrics', 'test apps/predict -t "POST /predict"'))
    .action(test);
}

async function test(args: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
  const resultFile = join(folder, 'result.json');
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const code = await run(process.execPath, [jest, '--json', `--outputFile=${resultFile}`, ...args]);
  const result = existsSync(resultFile)
    ? (JSON.parse(readFileSync(resultFile, 'utf8')) as JestResult)
    : undefined;
  rmSync(folder, { recursive: true });
  // Jest has printed why it ran nothing.
  if (result === undefined) throw new ExitCode(1);
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests, numTodoTests } = result;
  const skipped = numPendingTests + numTodoTests;
  process.stdout.write(
    `tests: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
  );
  if (skipped > 0) process.stderr.write('A skipped test counts as a failure.\n');
  if (code !== 0 || skipped > 0 || passed === 0) throw new ExitCode(1);
}
