import { isStorable } from '@plumbline/errors';
import { isDecimal } from '../../tensors/index.js';
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

/**
 * Finds the class that a value means; undefined for none. A class in other words: `1`, `1.0`, `"1"`, `" 1"` and `true` all
 * mean the class 1, and `true`, `"TRUE"` and `1` mean the class True. What is written as a class means that class; then
 * numbers are compared, then truth values, unless two classes are the same number or truth value.
 */
export function classSpellings(classes: readonly string[]): (value: unknown) => string | undefined {
  const exact = new Map(classes.map((name) => [name, name]));
  const byNumber = unambiguous(classes, numberOf);
  const byTruth = unambiguous(classes, truthOf);
  return (value) => {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      return undefined;
    const text = String(value);
    const number = numberOf(text);
    const truth = truthOf(text);
    return (
      exact.get(text) ??
      exact.get(text.trim()) ??
      (number === undefined ? undefined : byNumber.get(number)) ??
      (truth === undefined ? undefined : byTruth.get(truth))
    );
  };
}

function unambiguous<Key>(
  classes: readonly string[],
  keyOf: (text: string) => Key | undefined,
): ReadonlyMap<Key, string> {
  const found = new Map<Key, string>();
  const repeated = new Set<Key>();
  for (const name of classes) {
    const key = keyOf(name);
    if (key === undefined) continue;
    if (found.has(key)) repeated.add(key);
    found.set(key, name);
  }
  for (const key of repeated) found.delete(key);
  return found;
}

function numberOf(text: string): number | undefined {
  const trimmed = text.trim();
  return isDecimal(trimmed) ? Number(trimmed) : undefined;
}

/** 1 and 0 are truth values too. */
function truthOf(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  const number = numberOf(text);
  return number === 1 || number === 0 ? number === 1 : undefined;
}
