import { correlationChanges } from '@plumbline/evaluation';
import { decode } from './wire.js';

/** The values the library has for a case of the group correlations. */
export function correlationResults({ reference, window, level }) {
  const columns = Object.keys(reference).map((name) => ({
    name,
    reference: Float64Array.from(decode(reference[name])),
    window: Float64Array.from(decode(window[name])),
  }));
  const { pairs, surest } = correlationChanges(columns, level);
  const found = surest.map(({ columns: names, ...change }) => [names.join(' '), change]);
  return { 'correlation changes': { pairs, ...Object.fromEntries(found) } };
}
