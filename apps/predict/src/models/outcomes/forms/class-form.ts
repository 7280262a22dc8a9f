import { classSpellings } from './class-spelling.js';
import type { OutcomeForm } from './outcome-form.js';
import { textOfOutcome } from './outcome.js';

/** Longer lists of classes are counted, not listed. */
const MAX_LISTED = 20;

/** One of the classes. */
export function classForm(classes: readonly string[]): OutcomeForm {
  const classOf = classSpellings(classes);
  return {
    ofText: (text) => text,
    toJson: textOfOutcome,
    read(given) {
      const outcome = classOf(given);
      return outcome === undefined ? { problem: oneOf(classes) } : { outcome };
    },
  };
}

function oneOf(classes: readonly string[]): string {
  return classes.length <= MAX_LISTED
    ? `must be one of ${classes.map((name) => JSON.stringify(name)).join(', ')}`
    : `must be one of the ${classes.length} classes of the model`;
}
