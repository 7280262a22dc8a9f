import { parseArgs } from 'node:util';
import type { ReferenceSource } from '../index.js';

/** The arguments of the command. */
export interface ProfileArguments {
  readonly help: boolean;
  /** Versions, models or folders; empty with `all`. */
  readonly targets: readonly string[];
  readonly all: boolean;
  /** The model repository. */
  readonly models: string;
  /** Undefined for a version's own reference data. */
  readonly source: ReferenceSource | undefined;
  readonly force: boolean;
}

/** The arguments are invalid; the message explains why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const usage = `npm run profile -- <version> [options]
npm run profile -- --all [options]

Builds the reference profile of a model version, profile.json beside its manifest. Drift is measured against it. The
reference is the version's reference.csv.gz, or another file. Its columns are the features of the manifest and "target",
the actual value (empty where unknown). The model of the version predicts every row.

<version>         heart-disease/1, heart-disease 1, or a folder; the name or folder of a model for all its versions

--csv <file>      build from a CSV file with a header, gzipped or not
--parquet <file>  build from a Parquet file
--all             every version in the model repository
--force           rebuild existing profiles
--models <folder> the model repository; "models" by default
--help            show this text
`;

/** Reads the command line. @throws {UsageError} */
export function readArguments(args: readonly string[]): ProfileArguments {
  const { values, positionals } = parse(args);
  const { csv, parquet, all, force, help, models } = values;
  if (csv !== undefined && parquet !== undefined) throw new UsageError('use --csv or --parquet, not both');
  if (all && positionals.length > 0) throw new UsageError('use --all without a version');
  if (!all && !help && positionals.length === 0) throw new UsageError('name a version, or use --all');
  if (all && (csv ?? parquet) !== undefined)
    throw new UsageError('use --csv and --parquet for one version, not with --all');
  return { help, targets: joinVersion(positionals), all, models, source: sourceOf(csv, parquet), force };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        csv: { type: 'string' },
        parquet: { type: 'string' },
        models: { type: 'string', default: 'models' },
        all: { type: 'boolean', default: false },
        force: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** `heart-disease 1` is `heart-disease/1`. */
function joinVersion(positionals: readonly string[]): readonly string[] {
  const [model, version] = positionals;
  const isPair = positionals.length === 2 && /^[1-9]\d*$/.test(version ?? '');
  return isPair ? [`${model}/${version}`] : positionals;
}

function sourceOf(csv: string | undefined, parquet: string | undefined): ReferenceSource | undefined {
  if (csv !== undefined) return { path: csv, format: 'csv' };
  return parquet === undefined ? undefined : { path: parquet, format: 'parquet' };
}
