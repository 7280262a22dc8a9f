import { UsageError } from '../../command-line/index.js';
import type { Column } from '../rows/index.js';
import { byCodePoint } from './guess-feature.js';
import type { Guesses } from './guesses.js';
import type { Target } from './target.js';

interface ClassEvidence {
  readonly target: Target;
  /** The classes that the graph lists. */
  readonly classes: readonly string[] | undefined;
  /** The classes that the user names. */
  readonly given: readonly string[] | undefined;
  /** Numbers per row of the output with the probabilities; undefined when a label is read. */
  readonly columns: number | undefined;
}

/**
 * The classes in the order of the model's probabilities: those that the user names or the graph lists, else the values of the
 * target in the order in which training libraries sort them.
 * @throws {UsageError} when their number does not fit the output
 */
export async function guessClasses(
  { target: { columns: targets }, classes: listed, given, columns }: ClassEvidence,
  guesses: Guesses,
): Promise<readonly string[]> {
  const [target = { name: 'the target', cells: [] }] = targets;
  const { classes, why } = classesOf(target, listed);
  const found = given ?? classes;
  if (columns !== undefined && columns !== found.length) {
    const origin =
      given === undefined ? `${target.name} has ${found.length} values` : `--classes names ${found.length}`;
    throw new UsageError(
      `The graph gives ${columns} probabilities per row, and ${origin} (${found.slice(0, 20).join(', ')}). ` +
        'Name the classes in the order of the probabilities with --classes a,b,c',
    );
  }
  if (given !== undefined) return given;
  const value = await guesses.decide({
    what: 'the order of the classes',
    value: found.join(','),
    why,
    sure: true,
    flag: '--classes',
  });
  return value === found.join(',') ? found : value.split(',');
}

/** Where texts were numbered before training, the graph lists the numbers, and the order is that of the sorted texts. */
function classesOf(target: Column, listed: readonly string[] | undefined) {
  const sorted = sortedValues(target);
  const why = `the sorted values of ${target.name}`;
  if (listed === undefined) return { classes: sorted, why };
  const areNumbered = listed.every((name, place) => name === String(place));
  const areTexts = target.cells.every((cell) => cell === null || typeof cell === 'string');
  if (areNumbered && areTexts && listed.length === sorted.length) {
    return { classes: sorted, why: `${why}, which the graph numbers from 0` };
  }
  return { classes: listed, why: 'the graph lists them' };
}

function sortedValues({ cells }: Column): string[] {
  const values = [...new Set(cells.filter((cell) => cell !== null))];
  const numbers = values.filter((value) => typeof value === 'number');
  return numbers.length === values.length
    ? numbers.sort((one, other) => one - other).map(String)
    : values.map(String).sort(byCodePoint);
}

const NEGATIVE =
  /^(0|-1|false|no|n|nein|non|nee|negative|normal|none|ham|absent|bad|.*<=.*|no[_ -].*|not[_ -].*)$/i;

/** The class that stands for a positive finding. */
export function guessPositive(classes: readonly string[], guesses: Guesses): Promise<string> {
  const others = classes.filter((name) => !NEGATIVE.test(name));
  const [only] = others;
  const isSure = others.length === 1 && only !== undefined;
  return guesses.decide({
    what: 'the positive class',
    value: isSure ? only : (classes.at(-1) ?? ''),
    why: isSure ? `${classes.find((name) => name !== only)} is a negative answer` : 'it is the last one',
    sure: isSure,
    flag: '--positive',
    choices: classes,
  });
}
