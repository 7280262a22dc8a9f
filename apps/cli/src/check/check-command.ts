import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, Command, InvalidArgumentError } from 'commander';
import { examples, ExitCode } from '../command-line/index.js';
import { environment, root } from '../installation/index.js';
import { capture, run } from '../processes/index.js';

const PREFIX = 'check:';
/** They keep one processor busy and share nothing that they change: two run at a time, before the others. */
const SIDE_BY_SIDE = new Set(['format', 'lint', 'boundaries', 'unused', 'types']);
const LANES = 2;

/** `plumbline check` */
export function checkCommand(): Command {
  const known = knownChecks();
  return new Command('check')
    .summary('run the checks of the repository')
    .description('Runs the checks of the repository, all of them unless some are named.')
    .addArgument(new Argument('[names...]', 'the checks to run').choices(known))
    .option(
      '--without <name>',
      `a check to leave out; may be given more than once (choices: ${known.join(', ')})`,
      (name: string, others: readonly string[] = []) => {
        if (known.includes(name)) return [...others, name];
        throw new InvalidArgumentError(`Allowed choices are ${known.join(', ')}.`);
      },
    )
    .addHelpText('after', examples('check', 'check lint types', 'check --without test'))
    .action(check);
}

/** The names of the scripts of package.json that check something. */
function knownChecks(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
  return Object.keys(scripts)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length));
}

async function check(
  named: readonly string[],
  { without = [] }: { without?: readonly string[] },
): Promise<void> {
  const wanted = (named.length > 0 ? named : knownChecks()).filter((name) => !without.includes(name));
  const leaveEngineOut = !named.includes('engine') && wanted.includes('engine') && !(await canRunEngine());
  const chosen = wanted.filter((name) => name !== 'engine' || !leaveEngineOut);
  const failed = await failures(chosen);
  const notRun = leaveEngineOut ? ', 1 not run' : '';
  process.stdout.write(
    `\nchecks: ${chosen.length - failed.length} passed, ${failed.length} failed${notRun}\n`,
  );
  if (leaveEngineOut) {
    process.stdout.write('Not run: engine, which needs a reachable Docker Engine, or root to start one.\n');
  }
  if (failed.length === 0) return;
  process.stderr.write(`Failed: ${failed.join(', ')}. Run one alone with npm run check -- NAME.\n`);
  throw new ExitCode(1);
}

/** Runs the checks. Resolves to the names of those that failed. */
async function failures(names: readonly string[]): Promise<string[]> {
  const together = names.filter((name) => SIDE_BY_SIDE.has(name));
  const execute = together.length > 1 ? runQuietly : run;
  const failed: string[] = [];
  const lane = async () => {
    for (let name = together.shift(); name !== undefined; name = together.shift()) {
      if (!(await passes(name, execute))) failed.push(name);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  for (const name of names.filter((other) => !SIDE_BY_SIDE.has(other))) {
    process.stdout.write(`\n${name}\n`);
    if (!(await passes(name, run))) failed.push(name);
  }
  return failed;
}

async function passes(name: string, execute: typeof run): Promise<boolean> {
  const startedAtMs = performance.now();
  const passed = (await execute('npm', ['run', '--silent', `${PREFIX}${name}`])) === 0;
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  process.stdout.write(passed ? `${name}: passed in ${seconds} s\n` : `${name}: FAILED\n`);
  return passed;
}

/** Runs a command and shows its output when it has ended, so that it is not mixed with that of another. */
async function runQuietly(command: string, args: readonly string[]): Promise<number> {
  const { code, output } = await capture(command, args);
  process.stdout.write(`\n${output}`);
  return code;
}

/** Whether this machine can run the container engine. In CI the check runs either way, and fails where it cannot. */
async function canRunEngine(): Promise<boolean> {
  if (environment.CI === 'true') return true;
  return (await capture('bash', [join(root, 'scripts/engine/engine.sh'), 'usable'])).code === 0;
}
