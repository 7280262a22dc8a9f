import type { OutcomeForm } from './outcome-form.js';
import { isObject, jsonOfCell, partsOf, partsOfText } from './parts.js';

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
