import { isStorable } from '@plumbline/errors';
import { isDecimal } from '../../tensors/index.js';
import { classSpellings } from './class-spelling.js';
import type { OutcomeForm } from './outcome-form.js';
import { textOfOutcome } from './outcome.js';

/** Longer lists of classes are counted, not listed. */
const MAX_LISTED = 20;
const MAX_CLASS_LENGTH = 200;

/** One of the classes. */
export function classForm(classes: readonly string[]): OutcomeForm {
  const classOf = classSpellings(classes);
  const read: OutcomeForm['read'] = (given) => {
    const outcome = classOf(given);
    return outcome === undefined
      ? { problem: oneOf(classes), unknownClass: unknownClassOf(given, classes) }
      : { outcome };
  };
  return { ofText: (text) => text, toJson: textOfOutcome, read, readCell: read };
}

function oneOf(classes: readonly string[]): string {
  return classes.length <= MAX_LISTED
    ? `must be one of ${classes.map((name) => JSON.stringify(name)).join(', ')}`
    : `must be one of the ${classes.length} classes of the model`;
}

/**
 * Undefined unless the value can be the name of a class: a text, or a number where a class is a number. A number or a truth
 * value where all classes are words is a mistake of the sender.
 */
function unknownClassOf(given: unknown, classes: readonly string[]): string | undefined {
  if (typeof given !== 'string' && !(typeof given === 'number' && classes.some(isDecimal))) return undefined;
  const text = String(given).trim();
  return text.length > 0 && text.length <= MAX_CLASS_LENGTH && isStorable(text) ? text : undefined;
}
