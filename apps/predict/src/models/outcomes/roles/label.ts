import { type Datatype, isDecimal } from '../../tensors/index.js';
import type { ModelOutput } from './output.schema.js';
import type { OutputRole } from './output-role.js';

/** Classes that a message lists at most. */
const MAX_LISTED = 20;

/** The predicted class, without probabilities. */
export const label: OutputRole = {
  columns: () => [1],
  meaning: () => 'a label is one value per row',
  reader(output, { names }) {
    const classOf = classReader(names, output);
    return (data, row) => {
      const prediction = classOf(data[row]);
      return prediction === undefined
        ? `is ${String(data[row])}, which is not one of the classes ${listed(names)}`
        : { prediction };
    };
  },
};

function listed(classes: readonly string[]): string {
  const shown = classes.slice(0, MAX_LISTED).join(', ');
  return classes.length > MAX_LISTED ? `${shown} and ${classes.length - MAX_LISTED} more` : shown;
}

type LabelOutput = Pick<ModelOutput, 'datatype' | 'labels'>;
type Classes = readonly string[];
/** An element of a label output. */
type Label = string | number | bigint;

/**
 * Returns the class of a label; undefined when there is none. A text is the class itself. A number means a class by its value
 * or by its place in the list, as `labels` of the output says. Without `labels` it means a value when all classes are numbers,
 * else a place.
 */
function classReader(
  classes: Classes,
  output: LabelOutput,
): (label: Label | undefined) => string | undefined {
  if (!readsByValue(classes, output)) return (label) => classes[Number(label)];
  const byLabel = new Map(classes.map((name) => [labelOf(name, output.datatype), name]));
  return (label) => (label === undefined ? undefined : byLabel.get(label));
}

/** The problem with `labels` of a label output, if any: the meaning of a label must be unambiguous. */
export function labelsProblem(classes: Classes, output: LabelOutput): string | undefined {
  const { datatype, labels } = output;
  if (datatype === 'BYTES') {
    return labels === 'index' ? 'must be "value": text labels are the classes themselves' : undefined;
  }
  const word = classes.find((name) => !isDecimal(name));
  if (labels === 'value' && word !== undefined) return `must be "index": class ${word} is not a number`;
  if (readsByValue(classes, output)) {
    const labelsOfClasses = new Set(classes.map((name) => labelOf(name, datatype)));
    if (labelsOfClasses.size < classes.length) return 'must be "index": two classes are the same number';
  }
  return labels === undefined ? ambiguity(classes) : undefined;
}

/** Numbers that are not all places in the list, such as 1, 2, 3, are values. */
function ambiguity(classes: Classes): string | undefined {
  const places = classes.filter((name) => isDecimal(name) && Number(name) in classes);
  const misplaced = places.find((name) => name !== classes[Number(name)]);
  const areValues = classes.every(isDecimal) && places.length < classes.length;
  return misplaced === undefined || areValues
    ? undefined
    : `must be "value" or "index": label ${Number(misplaced)} may mean the class ${misplaced}, ` +
        `or the class at place ${Number(misplaced)}, which is ${classes[Number(misplaced)]}`;
}

function readsByValue(classes: Classes, { datatype, labels }: LabelOutput): boolean {
  if (datatype === 'BYTES') return true;
  return labels === undefined ? classes.every(isDecimal) : labels === 'value';
}

/** A class as the label tensor holds it. */
function labelOf(name: string, datatype: Datatype): Label {
  if (datatype === 'BYTES') return name;
  if (datatype === 'INT64' || datatype === 'UINT64') return wholeLabelOf(name) ?? name;
  return datatype === 'FP32' ? Math.fround(Number(name)) : Number(name);
}

/** Exact beyond the integers of a double; undefined for a number with a fraction. */
function wholeLabelOf(name: string): bigint | undefined {
  if (/^[+-]?\d+$/.test(name)) return BigInt(name);
  return Number.isInteger(Number(name)) ? BigInt(Number(name)) : undefined;
}
