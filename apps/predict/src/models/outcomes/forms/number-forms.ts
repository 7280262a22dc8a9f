import { isDecimal } from '../../tensors/index.js';
import { isObject, jsonOfCell, type OutcomeForm } from './outcome-form.js';
import { partsOf, partsOfText } from './outcome.js';

const read: OutcomeForm['read'] = (given) =>
  typeof given === 'number' && Number.isFinite(given)
    ? { outcome: given }
    : { problem: 'must be a finite number' };

/** One number. */
export const numberForm: OutcomeForm = {
  ofText: Number,
  toJson: Number,
  read,
  readCell: (cell) => read(typeof cell === 'string' && isDecimal(cell.trim()) ? Number(cell) : cell),
};

/** A number for each target. An actual value may leave targets out; they stay unknown. */
export function targetsForm(targets: readonly string[]): OutcomeForm {
  const read: OutcomeForm['read'] = (given) => {
    if (!isObject(given) || Object.keys(given).length === 0) {
      return { problem: `must be an object with a number for ${targets.join(', ')}, or for some of them` };
    }
    const numbers = targets.map((): number | null => null);
    for (const [target, value] of Object.entries(given)) {
      const place = targets.indexOf(target);
      if (place < 0) {
        return {
          problem: `names ${JSON.stringify(target)}, which is not one of the targets ${targets.join(', ')}`,
        };
      }
      if (typeof value !== 'number' || !Number.isFinite(value)) {
        return { problem: `must have a finite number for ${target}` };
      }
      numbers[place] = value;
    }
    return { outcome: numbers };
  };
  return {
    ofText: partsOfText,
    toJson(outcome) {
      const numbers = partsOf(outcome);
      const values = targets.map((target, place) => [target, numbers[place]] as const);
      return Object.fromEntries(
        values.flatMap(([target, value]) => (value == null ? [] : [[target, value]])),
      );
    },
    read,
    readCell: (cell) => read(jsonOfCell(cell)),
  };
}
