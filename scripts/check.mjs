import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endWithNpm } from './npm-watch.mjs';
import { prepareWorkspace, root, run } from './workspace.mjs';

endWithNpm();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { without: { type: 'string', multiple: true, default: [] } },
});
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const known = Object.keys(scripts)
  .filter((name) => name.startsWith('check:'))
  .map((name) => name.slice('check:'.length));
const unknown = [...positionals, ...values.without].filter((name) => !known.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no check named ${unknown.join(', ')}; there are: ${known.join(', ')}.\n`);
  process.exit(1);
}

await prepareWorkspace((message) => process.stdout.write(`${message} ...\n`));
const wanted = (positionals.length > 0 ? positionals : known).filter(
  (name) => !values.without.includes(name),
);
const notRun = wanted.filter((name) => name === 'engine' && isLeftOut(name));
const chosen = wanted.filter((name) => !notRun.includes(name));
const failed = [];
for (const [index, name] of chosen.entries()) {
  process.stdout.write(`\n[${index + 1}/${chosen.length}] ${name}\n`);
  const startedAt = Date.now();
  try {
    await run('npm', ['run', '--silent', `check:${name}`]);
    process.stdout.write(`${name}: passed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
  } catch {
    failed.push(name);
    process.stdout.write(`${name}: FAILED\n`);
  }
}
const left = notRun.length > 0 ? `, ${notRun.length} not run` : '';
process.stdout.write(`\nchecks: ${chosen.length - failed.length} passed, ${failed.length} failed${left}\n`);
if (notRun.includes('engine'))
  process.stdout.write('Not run: engine, which needs a reachable Docker Engine, or root to start one.\n');
if (failed.length > 0)
  process.stderr.write(`Failed: ${failed.join(', ')}. Run one alone with npm run check -- NAME.\n`);
process.exit(failed.length > 0 ? 1 : 0);

/** Whether nobody asked for the check and this machine cannot run it. CI runs it and fails then. */
function isLeftOut(name) {
  if (positionals.includes(name) || process.env.CI === 'true') return false;
  return spawnSync('bash', [join(root, 'scripts/engine/engine.sh'), 'usable']).status !== 0;
}
