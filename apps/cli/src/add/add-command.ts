import { Command, Option } from 'commander';
import { examples, UsageError } from '../command-line/index.js';
import { addAccountOptions, addServiceOptions } from '../target/index.js';
import type { AddFlags } from './add-flags.js';
import { FEATURE_TYPES, TASKS } from './guessing/index.js';

const NOTES = `
What the files do not settle is guessed and printed with the option that changes it. On a terminal you are asked where
a guess is unsure; --yes accepts all guesses.

Exit code: 0 if the version was made, 1 if not, 2 for a wrong option or a file that cannot be used.`;

/** `plumbline add` */
export function addCommand(): Command {
  const command = new Command('add')
    .summary('serve and monitor an ONNX model of your own')
    .description(
      'Makes a version from an ONNX file and a table of rows, checks it as predict does, and publishes it to a running Plumbline.',
    )
    .argument('<model>', 'ONNX file')
    .requiredOption(
      '--data <file>',
      'rows the model was not trained on, with the actual values: CSV, Parquet, or a folder of images with such a file',
    )
    .requiredOption(
      '--target <column>',
      'column with the actual values; repeat it for several targets or labels',
      repeated,
    );
  addVersionOptions(command);
  addGuessOptions(command);
  addTableOptions(command);
  command.optionsGroup(
    'Target and account (default: the services that npm start or npm run stack runs on PLUMBLINE_DATA_DIR):',
  );
  addAccountOptions(addServiceOptions(command));
  return command
    .addHelpText('after', NOTES)
    .addHelpText(
      'after',
      examples(
        'add model.onnx --data rows.csv --target income --promote',
        'add model.onnx --data rows.parquet --target price --manifest-only',
      ),
    )
    .action(async (model: string, flags: AddFlags) => {
      // Loads onnxruntime, which the other commands do without.
      const { add } = await import('./add.js');
      await add(model, flags);
    });
}

function addVersionOptions(command: Command): void {
  command
    .optionsGroup('Version:')
    .option(
      '--name <name>',
      'name of the model (default: the name of the file, or of the target for model.onnx)',
    )
    .option('--description <text>', 'what the model tells')
    .option('--held-out <yes|no>', 'whether the model was trained on none of the rows', yesOrNo)
    .option('--promote', 'make the version the champion, which answers without a version number')
    .option('--manifest-only [folder]', 'write the files of the version to a folder and publish nothing')
    .option('-y, --yes', 'accept all guesses without questions');
}

function addGuessOptions(command: Command): void {
  command
    .optionsGroup('Guesses:')
    .option('--features <columns>', 'the features in the order of the inputs of the graph', names)
    .option('--drop <columns>', 'columns that are no features', names)
    .option(
      '--type <column=type>',
      `type of a feature: ${FEATURE_TYPES.join(', ')}; may be repeated`,
      pairs('age=integer'),
      {},
    )
    .option(
      '--set <column.key=value>',
      'a key of a feature in the manifest, such as age.maximum=120 or photo.layout=channels_last; may be repeated',
      pairs('age.maximum=120'),
      {},
    )
    .addOption(new Option('--task <task>', 'what the model answers').choices(TASKS))
    .option(
      '--output <name=role>',
      'role of an output, such as logits or ignored; may be repeated',
      pairs('answer=logits'),
      {},
    )
    .option('--classes <names>', 'the classes or labels in the order of the probabilities', names)
    .option('--positive <class>', 'the positive class of a binary model')
    .option(
      '--threshold <number>',
      'probability or score from which the positive class or a label is answered',
      number,
    )
    .addOption(
      new Option('--anomaly-if <side>', 'whether scores above or below the threshold are anomalies').choices([
        'above',
        'below',
      ]),
    )
    .option('--f1-average <name>', 'binary, macro, micro, weighted or samples');
}

function addTableOptions(command: Command): void {
  command
    .optionsGroup('CSV:')
    .option('--separator <character>', 'between cells (default: recognised)')
    .option('--encoding <name>', 'such as utf-8 or windows-1252 (default: recognised)')
    .option('--decimal <character>', '. or , before the fraction of a number (default: recognised)');
}

function names(text: string): string[] {
  return text.split(',').map((name) => name.trim());
}

function repeated(name: string, before: readonly string[] = []): string[] {
  return [...before, name];
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new UsageError(`${text} is not a number`);
  return value;
}

function yesOrNo(text: string): boolean {
  if (text === 'yes' || text === 'no') return text === 'yes';
  throw new UsageError(`--held-out must be yes or no, not ${text}`);
}

function pairs(example: string) {
  return (text: string, before: Readonly<Record<string, string>>): Record<string, string> => {
    const at = text.lastIndexOf('=');
    if (at < 1) throw new UsageError(`${text} must be a name and its value, such as ${example}`);
    return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
  };
}
