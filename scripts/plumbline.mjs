#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { prepareWorkspace } from './workspace.mjs';

/**
 * The command `plumbline`. Plain JavaScript, because it runs before anything is installed or built: it does both where
 * something has changed, then runs apps/cli, which is the command itself.
 */

const REQUIRED_NODE = [20, 19];
const POLL_MS = 500;

requireNode();
endWithNpm();
try {
  // A benchmark may measure the last build.
  if (!process.argv.includes('--as-built')) {
    await prepareWorkspace((message) => process.stderr.write(`  ${message} ...\n`));
  }
} catch (error) {
  process.stderr.write(`The dependencies could not be installed or built: ${error.message}\n`);
  process.exit(1);
}
const { main } = await import('../apps/cli/dist/main.js');
process.exit(await main(process.argv.slice(2)));

/** Ends the process with one sentence when Node is too old. */
function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = REQUIRED_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  process.stderr.write(
    `Plumbline needs Node ${REQUIRED_NODE.join('.')} or newer; this is ${process.versions.node}.\n`,
  );
  process.exit(1);
}

/**
 * Ends this process, as SIGTERM does, once the npm that runs it has ended: npm forwards a signal to the shell between
 * them, and the shell does not forward it.
 */
function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const atStart = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === atStart) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, POLL_MS).unref();
}

/** The process ids of the shell and npm, or of npm alone where this process has replaced the shell. */
function ancestors() {
  const { ppid } = process;
  const { name, parent } = statOf(ppid);
  return /^(ba|da|z|k|a)?sh$/.test(name) ? `${ppid} ${parent}` : String(ppid);
}

/** Empty where the system has no /proc. On such systems, the shell is replaced. */
function statOf(pid) {
  try {
    const [, name = '', parent] = /\((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { name, parent };
  } catch {
    return { name: '', parent: undefined };
  }
}
