import { UsageError } from '../../command-line/index.js';
import type { GraphTensor } from '../graph/index.js';
import type { Column, Table } from '../rows/index.js';

/** An input of the graph and the columns that fill it, in order. */
export interface MatchedInput {
  readonly input: GraphTensor;
  readonly columns: readonly Column[];
}

/** How the user settles which columns are features. */
export interface MatchOptions {
  readonly targets: readonly string[];
  /** The features in the order of the inputs. */
  readonly features?: readonly string[];
  /** Columns that are no features. */
  readonly drop?: readonly string[];
}

/** Columns that number the rows, which no model is trained on. */
const ROW_NUMBER = /^(id|index|row|row_?id|uuid|guid|passengerid|.*_id|unnamed.*)$/i;

/**
 * Assigns columns to the inputs of a graph: by name where every input is one column, else in the order of the table.
 * @throws {UsageError} when the numbers of columns differ.
 */
export function matchColumns(
  inputs: readonly GraphTensor[],
  table: Table,
  options: MatchOptions,
): MatchedInput[] {
  const candidates = candidatesOf(table, options);
  const [input, ...others] = inputs;
  // One column may hold a list or an image.
  if (input !== undefined && others.length + candidates.length === 1) return [{ input, columns: candidates }];
  const named = options.features === undefined ? matchByName(inputs, candidates) : undefined;
  return named ?? matchByOrder(inputs, candidates);
}

function candidatesOf(table: Table, { targets, features, drop = [] }: MatchOptions): Column[] {
  const columnOf = (name: string, flag: string) => {
    const column = table.column(name);
    if (column !== undefined) return column;
    throw new UsageError(`${flag} names ${name}, which is no column; there are ${namesOf(table.columns)}`);
  };
  const dropped = new Set(drop.map((name) => columnOf(name, '--drop')));
  if (features !== undefined) return features.map((name) => columnOf(name, '--features'));
  return table.columns.filter((column) => !targets.includes(column.name) && !dropped.has(column));
}

function matchByName(
  inputs: readonly GraphTensor[],
  candidates: readonly Column[],
): MatchedInput[] | undefined {
  const byName = new Map(candidates.map((column) => [plain(column.name), column]));
  const matched = inputs.flatMap((input) => {
    const column = byName.get(plain(input.name));
    return column === undefined || widthOf(input) > 1 ? [] : [{ input, columns: [column] }];
  });
  return matched.length === inputs.length ? matched : undefined;
}

/** Exporters replace characters that are no letters. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '_');
}

function matchByOrder(inputs: readonly GraphTensor[], candidates: readonly Column[]): MatchedInput[] {
  const fixed = inputs.reduce((sum, input) => sum + Math.max(0, widthOf(input)), 0);
  const open = inputs.filter((input) => widthOf(input) === -1);
  const wanted = open.length === 0 ? fixed : Math.max(fixed + open.length, candidates.length);
  const columns = candidates.length === wanted ? candidates : withoutRowNumbers(candidates, wanted);
  if (columns.length !== wanted || open.length > 1) throw new UsageError(countProblem(inputs, candidates));
  let taken = 0;
  return inputs.map((input) => {
    const width = widthOf(input) === -1 ? wanted - fixed : widthOf(input);
    taken += width;
    return { input, columns: columns.slice(taken - width, taken) };
  });
}

function withoutRowNumbers(candidates: readonly Column[], wanted: number): readonly Column[] {
  const others = candidates.filter(({ name }) => !ROW_NUMBER.test(name));
  return others.length === wanted ? others : candidates;
}

/** The columns of an input; -1 when the graph leaves it open. A list or an image is one column. */
function widthOf({ shape }: GraphTensor): number {
  if (shape === undefined) return -1;
  return shape.length > 2 ? 1 : (shape[1] ?? 1);
}

function countProblem(inputs: readonly GraphTensor[], candidates: readonly Column[]): string {
  const takes = inputs.map((input) => `${input.name} (${widthText(input)})`);
  return (
    `The graph takes ${shortened(takes)}, and the rows have ${candidates.length} columns besides the target: ` +
    `${namesOf(candidates)}. ${listAdvice(inputs, candidates)}Name the features in the order of the inputs with ` +
    '--features a,b,c, or the columns that are no features with --drop a,b'
  );
}

function widthText(input: GraphTensor): string {
  const { shape = [] } = input;
  const width = widthOf(input);
  if (shape.length > 2) return `1 column of lists, ${sizesOf(shape).join(' x ')}`;
  return width === -1 ? 'any number of columns' : width === 1 ? '1 column' : `${width} columns`;
}

/** How the numbers of a list become one column where the rows have a column for each. */
function listAdvice([input, ...others]: readonly GraphTensor[], candidates: readonly Column[]): string {
  if (input?.shape === undefined || input.shape.length < 3 || others.length > 0) return '';
  const sizes = input.shape.slice(1);
  const elements = sizes.reduce((product, size) => product * size, 1);
  if (!sizes.includes(-1) && elements !== candidates.length) return '';
  const name = JSON.stringify(input.name);
  return (
    'Where each column is one number of the list, put them into one column in Python:\n' +
    `  rows[${name}] = rows[columns].to_numpy().reshape(-1, ${sizesOf(input.shape).join(', ')}).tolist()\n` +
    `  rows[[${name}, target]].to_parquet("rows.parquet")\n`
  );
}

function sizesOf([, ...sizes]: readonly number[]): (number | string)[] {
  return sizes.map((size) => (size === -1 ? 'n' : size));
}

/** The columns that no input takes, and that the user has not named. */
export function columnsLeftOut(
  matched: readonly MatchedInput[],
  table: Table,
  { targets, features, drop = [] }: MatchOptions,
): Column[] {
  if (features !== undefined) return [];
  const known = new Set([
    ...targets,
    ...drop,
    ...matched.flatMap(({ columns }) => columns).map(({ name }) => name),
  ]);
  return table.columns.filter(({ name }) => !known.has(name));
}

function namesOf(columns: readonly Column[]): string {
  return shortened(columns.map(({ name }) => name));
}

function shortened(texts: readonly string[]): string {
  return texts.length > 30
    ? `${texts.slice(0, 30).join(', ')} and ${texts.length - 30} more`
    : texts.join(', ');
}
