import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const lockFile = join(root, 'package-lock.json');
const installStamp = join(root, 'node_modules/.plumbline-lock-hash');
const buildStamp = join(root, 'apps/cli/dist/.built');
const consoleFolder = join(root, 'apps/console');
const consoleStamp = join(consoleFolder, 'dist/.built');

/**
 * Installs dependencies and builds, each only when something has changed since the last time.
 * @param {(message: string) => void} onProgress
 */
export async function prepareWorkspace(onProgress) {
  if (!isInstalled()) {
    onProgress('Installing dependencies (about half a minute the first time)');
    await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    writeFileSync(installStamp, lockHash());
  }
  if (!isBuilt()) {
    onProgress('Building');
    await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b']);
    writeFileSync(buildStamp, '');
  }
  // Imported here because its package may just have been installed.
  const { default: bundleServices } = await import('./bundle-services.mjs');
  await bundleServices();
  if (!isConsoleBuilt()) {
    onProgress('Building the console');
    const vite = join(root, 'node_modules/vite/bin/vite.js');
    await run(process.execPath, [vite, 'build', consoleFolder, '--logLevel', 'error']);
    writeFileSync(consoleStamp, '');
  }
}

function isInstalled() {
  return existsSync(installStamp) && readFileSync(installStamp, 'utf8') === lockHash();
}

function lockHash() {
  return createHash('sha256').update(readFileSync(lockFile)).digest('hex');
}

/** Whether every project of tsconfig.json has its output, and no source is newer than the last build. */
function isBuilt() {
  if (!existsSync(buildStamp)) return false;
  const builtAtMs = statSync(buildStamp).mtimeMs;
  const { references } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  return references
    .map(({ path }) => join(root, path))
    .every((project) => existsSync(join(project, 'dist')) && !hasNewer(join(project, 'src'), builtAtMs));
}

/** Whether the front end that predict serves was built after the last change of its sources, its style and its packages. */
function isConsoleBuilt() {
  if (!existsSync(consoleStamp)) return false;
  const builtAtMs = statSync(consoleStamp).mtimeMs;
  const files = ['index.html', 'vite.config.mjs'].map((name) => join(consoleFolder, name));
  return (
    [...files, installStamp].every((path) => statSync(path).mtimeMs <= builtAtMs) &&
    [join(consoleFolder, 'src'), join(root, 'libs/theme/src'), join(root, 'libs/plots/src')].every(
      (path) => !hasNewer(path, builtAtMs),
    )
  );
}

function hasNewer(folder, timeMs) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.some(
    (entry) =>
      entry.isFile() &&
      !entry.name.endsWith('.spec.ts') &&
      statSync(join(entry.parentPath, entry.name)).mtimeMs > timeMs,
  );
}

/** Runs a command in the root folder, with its output on stderr. Rejects when it fails. */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['inherit', 2, 2] });
    child.once('error', reject);
    const guard = startGuard(child.pid);
    child.once('exit', (code, signal) => {
      guard.stdin.end(`ended ${child.pid}\n`);
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args[0]} ended with ${signal ?? `code ${code}`}`));
    });
  });
}

/** Ends a child with this process, as `guarded` of apps/cli does. */
function startGuard(pid) {
  const guard = spawn(process.execPath, [join(root, 'scripts/orphan-guard.mjs')], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.once('error', () => {});
  guard.stdin.on('error', () => {});
  guard.stdin.write(`started ${pid}\n`);
  guard.unref();
  return guard;
}
