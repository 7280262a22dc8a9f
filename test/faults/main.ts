import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../apps/cli/dist/command-line/index.js';
import type { FaultsOptions } from '../../apps/cli/dist/faults/index.js';
import { isPassed, type Result, runKind } from './campaign.js';
import { type Kind, kinds } from './kinds/index.js';
import { problemsOf, table } from './report.js';
import { System } from './system.js';

const SHORT = { rounds: 2, isLong: false };
const LONG = { rounds: 10, isLong: true };

/**
 * Runs the campaign and prints its table. Resolves to whether nothing acknowledged was lost, duplicated or changed, no gauge was
 * wrong after the recovery, and clients got no error that the fault does not allow.
 */
export async function faults({ short, only, keep }: FaultsOptions): Promise<boolean> {
  const chosen = choose(only);
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-faults-'));
  // The user that PostgreSQL runs as has to be able to enter it.
  chmodSync(folder, 0o755);
  process.stdout.write(`The ledger and all logs are in ${folder}\n`);
  const results: Result[] = [];
  const system = await System.start(folder);
  try {
    for (const kind of chosen) {
      process.stdout.write(`  ${kind.name} ... `);
      const result = await runKind(system, kind, short ? SHORT : LONG);
      results.push(result);
      process.stdout.write(isPassed(result) ? 'passed\n' : `FAILED\n${problemsOf(result)}`);
    }
  } finally {
    await system.stop();
  }
  const failed = results.filter((result) => !isPassed(result)).length;
  process.stdout.write(`\n${table(results)}\n`);
  process.stdout.write(`faults: ${results.length - failed} passed, ${failed} failed\n`);
  if (failed === 0 && !keep) rmSync(folder, { recursive: true });
  return failed === 0;
}

function choose(only: readonly string[] | undefined): readonly Kind[] {
  const known = kinds.map(({ name }) => name);
  const unknown = only?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0) {
    throw new UsageError(`--only must name some of ${known.join(', ')}, not ${unknown.join(', ')}`);
  }
  return kinds.filter(({ name }) => only?.includes(name) ?? true);
}
