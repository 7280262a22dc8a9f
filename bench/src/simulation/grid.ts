import { buildProfile, type PreparedProfile, prepareProfile } from '@plumbline/evaluation';
import { Random } from '../../../apps/cli/dist/traffic/index.js';
import type { Draw, Source } from './source.js';
import type { Case } from './table.js';

/** The rows of windows, from the smallest, which profiles are built for. */
export const WINDOWS = [200, 1_000, 10_000];
const MINIMUM = 200;

/** Each source with every size of a reference that leaves rows for windows of `windowRows`. */
export function casesOf(sources: readonly Source[], windowRows = MINIMUM): readonly Case[] {
  return sources.flatMap((source) => {
    const largest = source.rows === Infinity ? 100_000 : 40_000;
    const sizes = [300, 1_000, 5_000, largest].filter((size) => size + windowRows <= source.rows);
    return sizes.map((size) => ({ source, size }));
  });
}

/** A reference with its profile, what draws windows for it, and how many to draw. */
export interface Trial extends Draw {
  readonly prepared: PreparedProfile;
  readonly windows: number;
}

const REFERENCES = { least: 4, most: 50, rows: 50_000 };

/**
 * Draws references with their profiles. As many as is affordable, since all windows of a reference share the chance in it.
 * @param windows of all references together.
 */
export function* trials({ source, size }: Case, windows: number): Generator<Trial> {
  const affordable = Math.max(REFERENCES.least, Math.floor(REFERENCES.rows / size));
  const references = Math.min(REFERENCES.most, windows, affordable);
  for (let number = 0; number < references; number++) {
    const draw = source.draw(new Random(number, `${source.name} ${size}`), size);
    const profile = buildProfile(draw.reference, { ...source.spec, chunkRows: MINIMUM });
    const before = Math.floor((number * windows) / references);
    const after = Math.floor(((number + 1) * windows) / references);
    yield { ...draw, prepared: prepareProfile(profile), windows: after - before };
  }
}

/** The number of events of probability `rate` that is exceeded by chance once in a thousand times. */
export function mostByChance(trials: number, rate: number): number {
  let probability = (1 - rate) ** trials;
  let below = probability;
  let count = 0;
  while (below < 0.999) {
    probability *= ((trials - count) / (count + 1)) * (rate / (1 - rate));
    below += probability;
    count++;
  }
  return count;
}
