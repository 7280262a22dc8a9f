import { mmd } from '@plumbline/evaluation';
import { decode } from './wire.js';

/** The values the library has for a case of the group permutations. */
export function permutationResults({ reference, current, columns, seed, permutations }) {
  const [x, y] = [vectors(decode(reference), columns), vectors(decode(current), columns)];
  return { 'MMD with p-value': mmd(x, y, { seed, permutations }) };
}

function vectors(values, columns) {
  return Array.from({ length: values.length / columns }, (_, row) =>
    values.subarray(row * columns, (row + 1) * columns),
  );
}
