import { classSpellings } from './class-form.js';
import { type GivenOutcome, isObject, jsonOfCell, type OutcomeForm } from './outcome-form.js';
import { partsOf, partsOfText } from './outcome.js';

/** Truth values of a label. */
const FLAGS = new Map<unknown, 0 | 1>([
  [true, 1],
  [1, 1],
  [false, 0],
  [0, 0],
]);

/**
 * Any number of labels. A list names those that the row has, and it has no other; an object says of some labels whether it has
 * them, and the others stay unknown.
 */
export function labelsForm(labels: readonly string[]): OutcomeForm {
  const labelOf = classSpellings(labels);
  const placeOf = (given: unknown) => {
    const label = labelOf(given);
    return label === undefined ? -1 : labels.indexOf(label);
  };
  const read = (given: unknown) =>
    Array.isArray(given) ? readList(given, labels, placeOf) : readFlags(given, labels, placeOf);
  return {
    ofText: partsOfText,
    toJson(outcome) {
      const flags = partsOf(outcome);
      if (!flags.includes(null)) return labels.filter((_, place) => flags[place] === 1);
      const known = labels.map((label, place) => [label, flags[place]] as const);
      return Object.fromEntries(
        known.flatMap(([label, flag]) => (flag == null ? [] : [[label, flag === 1]])),
      );
    },
    read,
    readCell: (cell) => read(jsonOfCell(cell)),
  };
}

type PlaceOf = (given: unknown) => number;

function readList(given: readonly unknown[], labels: readonly string[], placeOf: PlaceOf): GivenOutcome {
  const flags = labels.map(() => 0);
  for (const label of given) {
    const place = placeOf(label);
    if (place < 0) return { problem: unknown(label, labels) };
    flags[place] = 1;
  }
  return { outcome: flags };
}

function readFlags(given: unknown, labels: readonly string[], placeOf: PlaceOf): GivenOutcome {
  if (!isObject(given) || Object.keys(given).length === 0) {
    return { problem: 'must be the list of the labels, or an object with true or false for some labels' };
  }
  const flags = labels.map((): number | null => null);
  for (const [label, value] of Object.entries(given)) {
    const place = placeOf(label);
    const flag = FLAGS.get(value);
    if (place < 0) return { problem: unknown(label, labels) };
    if (flag === undefined) return { problem: `must have true or false for ${JSON.stringify(label)}` };
    flags[place] = flag;
  }
  return { outcome: flags };
}

function unknown(label: unknown, labels: readonly string[]): string {
  return `names ${JSON.stringify(label)}, which is not one of the labels ${labels.slice(0, 20).join(', ')}`;
}
