import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '@plumbline/errors';
import { DatabaseUnavailable } from '../errors.js';
import type { Progress } from '../connect.js';
import { locateBinaries, type Binaries } from './binaries.js';
import { runCommand } from './command.js';
import { serverHome } from './home.js';
import { claimFolder, serverUser, type ServerUser } from './server-user.js';

/** The superuser of an embedded server; only this library signs in as it. */
export const superuser = 'postgres';

const draftPrefix = 'new-';
const abandonedMs = 3_600_000;

/** An initialised database cluster on disk, with everything needed to run it. */
export interface Cluster {
  /** Holds the data folder, the password, the last port and the server's log. */
  readonly folder: string;
  readonly dataFolder: string;
  readonly password: string;
  readonly binaries: Binaries;
  /** The account that runs the server; undefined for the account of this process. */
  readonly user: ServerUser | undefined;
}

/**
 * Opens the cluster below `requested`, creating it on first use. It is created in a draft folder that is then renamed, so
 * a killed process leaves no incomplete cluster. If several processes create it at once, the first rename wins.
 * @throws {DatabaseUnavailable} when the binaries do not run here or the data was written by another major version.
 */
export async function openCluster(requested: string, onProgress: Progress): Promise<Cluster> {
  try {
    return await prepareCluster(serverHome(requested, onProgress), onProgress);
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error;
    throw new DatabaseUnavailable(`Cannot use ${requested} for the database: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

async function prepareCluster(home: string, onProgress: Progress): Promise<Cluster> {
  const folder = join(home, 'cluster');
  const user = serverUser(folder);
  const binaries = await locateBinaries(home, user);
  if (!existsSync(folder)) await createCluster(home, folder, { binaries, user }, onProgress);
  claimFolder(folder, user);
  const dataFolder = join(folder, 'data');
  refuseOtherMajor(dataFolder, binaries);
  const password = readFileSync(join(folder, 'password'), 'utf8');
  return { folder, dataFolder, password, binaries, user };
}

async function createCluster(
  home: string,
  folder: string,
  { binaries, user }: Pick<Cluster, 'binaries' | 'user'>,
  onProgress: Progress,
): Promise<void> {
  onProgress(`Creating the database in ${folder}`);
  removeAbandonedDrafts(home);
  const draft = mkdtempSync(join(home, draftPrefix));
  try {
    const password = join(draft, 'password');
    writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
    mkdirSync(join(draft, 'log'), { mode: 0o700 });
    if (user !== undefined) {
      for (const path of [draft, password, join(draft, 'log')]) chownSync(path, user.uid, user.gid);
    }
    await runCommand(binaries.path('initdb'), initdbArguments(join(draft, 'data'), password), user);
    moveUnlessPresent(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Removes drafts that killed processes left. A recent draft may still be in use. */
function removeAbandonedDrafts(home: string): void {
  for (const name of readdirSync(home).filter((entry) => entry.startsWith(draftPrefix))) {
    const path = join(home, name);
    const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (made !== undefined && Date.now() - made > abandonedMs) rmSync(path, { recursive: true, force: true });
  }
}

function initdbArguments(dataFolder: string, passwordFile: string): string[] {
  return [
    `--pgdata=${dataFolder}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
}

function moveUnlessPresent(draft: string, folder: string): void {
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

function refuseOtherMajor(dataFolder: string, { major }: Binaries): void {
  const written = readFileSync(join(dataFolder, 'PG_VERSION'), 'utf8').trim();
  if (written === major) return;
  throw new DatabaseUnavailable(
    `The data in ${dataFolder} was written by PostgreSQL ${written} and cannot be opened by ${major}: dump it with PostgreSQL ${written} and restore it, or remove the folder to start with an empty database`,
  );
}
