import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { guarded } from './orphan-guard.mjs';

/** The repository's root folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const REQUIRED_NODE = [20, 19];

/**
 * Installs dependencies and builds, each only when something changed since the last time.
 * @param {(message: string) => void} onProgress
 */
export async function prepareWorkspace(onProgress) {
  await install(onProgress);
  if (!isBuilt()) await build(onProgress);
}

/**
 * Installs dependencies, and builds what was never built. Enough to load a script that imports both.
 * @param {(message: string) => void} onProgress
 */
export async function prepareOnce(onProgress) {
  await install(onProgress);
  if (!existsSync(buildStamp())) await build(onProgress);
}

/**
 * Runs a command in the root folder with its output shown, and rejects when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<void>}
 */
export function run(command, args, env = process.env) {
  return new Promise((resolve, reject) => {
    const child = guarded(spawn(command, args, { cwd: root, env, stdio: 'inherit' }));
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      code === 0
        ? resolve()
        : reject(new Error(`${command} ${args[0] ?? ''} ended with ${signal ?? `code ${code}`}`)),
    );
  });
}

async function install(onProgress) {
  requireNode();
  if (isInstalled()) return;
  onProgress('Installing dependencies (about half a minute the first time)');
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(installStamp(), lockHash());
}

async function build(onProgress) {
  onProgress('Building');
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b']);
  writeFileSync(buildStamp(), '');
}

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

const installStamp = () => join(root, 'node_modules', '.plumbline-lock-hash');
const buildStamp = () => join(root, 'apps', 'predict', 'dist', '.built');
const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

function isInstalled() {
  return existsSync(installStamp()) && readFileSync(installStamp(), 'utf8') === lockHash();
}

/** Whether every output folder exists and no source is newer than the last build. */
function isBuilt() {
  if (!existsSync(buildStamp())) return false;
  const builtAt = statSync(buildStamp()).mtimeMs;
  return projectFolders().every(
    (folder) => existsSync(join(folder, 'dist')) && !hasNewer(join(folder, 'src'), builtAt),
  );
}

function projectFolders() {
  return ['apps', 'libs'].flatMap((group) =>
    readdirSync(join(root, group))
      .map((name) => join(root, group, name))
      .filter((folder) => existsSync(join(folder, 'tsconfig.json'))),
  );
}

function hasNewer(folder, time) {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).some(
    (entry) =>
      entry.isFile() &&
      !entry.name.endsWith('.spec.ts') &&
      statSync(join(entry.parentPath, entry.name)).mtimeMs > time,
  );
}
