import { writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { Command, Option } from 'commander';
import {
  comparisonPage,
  comparisonReport,
} from '../../../predict/dist/monitoring/report/comparison/index.js';
import { readTable } from '../add/rows/index.js';
import { examples, UsageError } from '../command-line/index.js';
import { comparisonOf, type ReportFlags } from './compared-columns.js';
import { readManifest } from './read-manifest.js';

interface Flags extends ReportFlags {
  readonly manifest?: string;
  readonly separator?: string;
  readonly output: string;
  readonly json?: true;
}

/** `plumbline report` */
export function reportCommand(): Command {
  return new Command('report')
    .summary('compare two files of rows, as a page')
    .description(
      'Writes how the rows of one file differ from those of a reference: drift of every column, quality of the data and, with target and prediction, of the model. Needs no server. The page has no scripts and needs no other file.',
    )
    .argument('<reference>', 'CSV or Parquet file with the reference')
    .argument('<current>', 'CSV or Parquet file with the rows to judge')
    .option('--target <column>', 'the ground truth; compared like any other column as well')
    .option('--prediction <column>', 'what the model predicted')
    .option(
      '--positive <class>',
      'the class that precision, recall and F1 are of (default: 1, if it is one of two)',
    )
    .option('--manifest <path>', 'manifest.json of a model: its features are compared, by their types')
    .addOption(
      new Option('--mode <mode>', 'the numbers of Evidently, or those that also suit small and tied data')
        .choices(['robust', 'evidently'])
        .default('robust'),
    )
    .option('--separator <character>', 'between the cells of CSV files (default: recognised)')
    .option('-o, --output <path>', 'the page; - for standard output', 'report.html')
    .option('--json', 'print the numbers as JSON instead of writing a page')
    .addHelpText(
      'after',
      examples(
        'report reference.csv current.csv --target label --prediction predicted',
        'report models/heart-disease/1/reference.csv.gz today.parquet --manifest models/heart-disease/1/manifest.json',
      ),
    )
    .action(report);
}

async function report(referencePath: string, currentPath: string, flags: Flags): Promise<void> {
  const { separator, manifest, output, json } = flags;
  const options = separator === undefined ? {} : { separator };
  const [reference, current] = await Promise.all([
    readTable(referencePath, options),
    readTable(currentPath, options),
  ]);
  const described = manifest === undefined ? undefined : await readManifest(manifest);
  const { notes, ...how } = comparisonOf(reference, current, flags, described);
  const found = compared(() =>
    comparisonReport({
      reference: { name: basename(referencePath), columns: how.reference },
      current: { name: basename(currentPath), columns: how.current },
      options: how.options,
    }),
  );
  const text = json ? `${JSON.stringify(found, null, 2)}\n` : comparisonPage(found, notes);
  if (json || output === '-') {
    process.stdout.write(text);
    return;
  }
  await writeFile(output, text);
  const { summary, evidence } = found.verdict;
  process.stdout.write(`${[summary, ...evidence].join('\n  ')}\n${resolve(output)}\n`);
}

/** What is wrong with the columns is the fault of the files, not of the program. */
function compared<Result>(compare: () => Result): Result {
  try {
    return compare();
  } catch (cause) {
    if (!(cause instanceof RangeError || (cause instanceof Error && cause.name === 'DriftUndefined')))
      throw cause;
    throw new UsageError(cause.message, { cause });
  }
}
