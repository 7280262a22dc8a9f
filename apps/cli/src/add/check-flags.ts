import { UsageError } from '../command-line/index.js';
import type { AddFlags } from './add-flags.js';
import type { ReadFiles } from './describe-version.js';

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const DECIMALS = ['.', ','];

/** @throws {UsageError} for a value that no files could make right */
export function checkFlags({ name, target, decimal }: AddFlags): void {
  if (name !== undefined && !NAME.test(name))
    throw new UsageError(
      `--name must be lower-case letters and digits, words joined by hyphens, not ${name}`,
    );
  const twice = target.find((column, place) => target.indexOf(column) !== place);
  if (twice !== undefined) throw new UsageError(`--target names ${twice} twice`);
  if (decimal !== undefined && !DECIMALS.includes(decimal))
    throw new UsageError(`--decimal must be . or , and not ${decimal}`);
}

/** @throws {UsageError} for an option about a column or an output that there is not */
export function checkNames({ table, graph }: ReadFiles, { type, output }: AddFlags): void {
  const columns = table.columns.map(({ name }) => name);
  const outputs = graph.outputs.map(({ name }) => name);
  for (const [flag, given, known] of [
    ['--type', type, columns],
    ['--output', output, outputs],
  ] as const) {
    const unknown = Object.keys(given).find((name) => !known.includes(name));
    if (unknown === undefined) continue;
    const what = flag === '--type' ? 'a column' : 'an output of the graph';
    throw new UsageError(`${flag} ${unknown} must be ${what}: ${known.slice(0, 30).join(', ')}`);
  }
}
