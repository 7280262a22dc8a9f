import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { versionText } from '../../manifest/index.js';
import { ModelRejected, type VersionFolder } from '../../repository/index.js';
import {
  PROFILE_FILE,
  ProfileRejected,
  readProfile,
  ReferenceRejected,
  type ReferenceRows,
} from '../../profiles/index.js';
import { buildVersionProfile, type ReferenceSource, writeProfile } from '../index.js';
import { type ProfileArguments, readArguments, usage, UsageError } from './profile-arguments.js';
import { profileTable } from './profile-table.js';
import { type Output, StepLines } from './step-lines.js';
import { allVersions, versionsNamed } from './version-folders.js';

/** The output streams of the command. */
export interface Outputs {
  readonly out: Output;
  readonly err: Output;
}

const DONE = 0;
const FAILED = 1;
const MISUSED = 2;

/** Runs `npm run profile`. @returns the exit code: 0 done, 1 a profile could not be made, 2 wrong arguments. */
export async function runProfileCommand(args: readonly string[], { out, err }: Outputs): Promise<number> {
  try {
    const request = readArguments(args);
    if (request.help) {
      out.write(usage);
      return DONE;
    }
    const results: boolean[] = [];
    for (const folder of await foldersOf(request)) {
      results.push(await profileVersion(folder, request, { out, err }));
    }
    return results.every(Boolean) ? DONE : FAILED;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    err.write(`${error.message}\nSee npm run profile -- --help\n`);
    return MISUSED;
  }
}

async function foldersOf({ all, targets, models, source }: ProfileArguments): Promise<VersionFolder[]> {
  if (all) return allVersions(models);
  const folders = await Promise.all(targets.map((target) => versionsNamed(target, models)));
  if (source !== undefined && folders.flat().length > 1) {
    throw new UsageError('use --csv and --parquet for one version, not for several');
  }
  return folders.flat();
}

/** Returns whether the version has the requested profile. */
async function profileVersion(
  folder: VersionFolder,
  { source, force }: ProfileArguments,
  { out, err }: Outputs,
): Promise<boolean> {
  out.write(`${versionText(folder)}\n`);
  const lines = new StepLines(out);
  try {
    if (!force && (await hasProfile(folder))) return kept(folder, source, out);
    const { profile, content, rows, warnings } = await buildVersionProfile(folder, source, lines.report);
    lines.end();
    await writeProfile(folder, content);
    const kilobytes = (Buffer.byteLength(content) / 1000).toFixed(1);
    const facts = `${profile.rows} rows (${heldOutText(rows)}), ${kilobytes} kB`;
    out.write(`\n${profileTable(profile)}\n  ${fileOf(folder)}: ${facts}\n`);
    for (const warning of warnings) out.write(`  Warning: ${warning}\n`);
    return true;
  } catch (error) {
    lines.abandon();
    err.write(`  No profile was written: ${explain(error, source)}\n`);
    return false;
  }
}

/** An unusable profile does not count. */
async function hasProfile(folder: VersionFolder): Promise<boolean> {
  try {
    const manifest = await readFile(join(folder.path, 'manifest.json'));
    return (await readProfile(folder, manifest)) !== undefined;
  } catch (error) {
    if (error instanceof ProfileRejected) return false;
    throw error;
  }
}

/** An existing profile satisfies a request without a file, but not one with a file. */
function kept(folder: VersionFolder, source: ReferenceSource | undefined, out: Output): boolean {
  out.write(`  ${fileOf(folder)} already exists; --force rebuilds it\n`);
  return source === undefined;
}

function heldOutText({ heldOut }: ReferenceRows): string {
  if (heldOut === null) return 'held out or not: unknown';
  return heldOut ? 'held out' : 'not held out';
}

function fileOf({ path }: VersionFolder): string {
  return join(path, PROFILE_FILE);
}

/** The problem and its remedy. */
function explain(error: unknown, source: ReferenceSource | undefined): string {
  const { message, code } = error as NodeJS.ErrnoException;
  const file = source?.path ?? 'reference.csv.gz';
  if (error instanceof ReferenceRejected) {
    return `${file}: ${message}\n  Correct the file, or use another one with --csv or --parquet.`;
  }
  if (error instanceof ModelRejected) {
    return `the version does not pass its checks and would not be served: ${message}`;
  }
  return code === undefined ? message : `${message}\n  You need write permission for the folder.`;
}
