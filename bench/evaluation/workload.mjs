import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Rows of every reference. */
export const REFERENCE_ROWS = 10_000;

/** What Evidently compares numbers with when the reference has more than 1,000 rows. */
const USUAL = ['wasserstein'];
const MIXED = ['wasserstein', 'ks', 'psi', 'jensenshannon'];

/** The sizes that are measured; the first is the one the others are compared with. */
export const sizes = [
  { id: 'base', features: 13, rows: 5_000, methods: USUAL },
  { id: 'features', features: 130, rows: 5_000, methods: USUAL },
  { id: 'rows', features: 13, rows: 50_000, methods: USUAL },
  { id: 'mixed', features: 13, rows: 5_000, methods: MIXED },
];

/**
 * Writes the columns of a size as raw doubles, feature after feature, and tells both sides what they are.
 * @returns {string} the folder
 */
export function writeWorkload(folder, { id, features, rows, methods }) {
  const target = join(folder, id);
  mkdirSync(target);
  const names = Array.from({ length: features }, (_, index) => `feature_${index}`);
  const random = generator(features * rows);
  writeFileSync(join(target, 'reference.f64'), columns(random, features, REFERENCE_ROWS, 0));
  writeFileSync(join(target, 'current.f64'), columns(random, features, rows, 0.05));
  const columnMethods = names.map((_, index) => methods[index % methods.length]);
  const workload = { names, methods: columnMethods, referenceRows: REFERENCE_ROWS, rows };
  writeFileSync(join(target, 'workload.json'), JSON.stringify(workload));
  return target;
}

/** Normal values; every third feature is moved by `shift` standard deviations. */
function columns(random, features, rows, shift) {
  const values = new Float64Array(features * rows);
  for (let feature = 0; feature < features; feature++) {
    const mean = feature + (feature % 3 === 0 ? shift : 0);
    for (let row = 0; row < rows; row++) values[feature * rows + row] = mean + normal(random);
  }
  return new Uint8Array(values.buffer);
}

/** Box and Muller's way, of which one of two numbers is used. */
function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Uniform numbers from 0 to below 1, the same for the same seed (Marsaglia's xorshift of 32 bits). */
function generator(seed) {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
