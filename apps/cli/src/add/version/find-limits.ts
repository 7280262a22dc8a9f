import type { FeatureRow, Manifest } from '../../../../predict/dist/models/index.js';
import type { Guesses } from '../guessing/index.js';
import type { Mapping } from './graph-runner.js';

type Feature = Manifest['features'][number];
/** Whether the graph runs with this value of a feature. */
type Accepts = (value: number | string) => Promise<boolean>;

const UNKNOWN_TEXT = '\u{fffd} unknown';

/**
 * The features with the limits of the graph. An embedding of 60 rows fails on the number 60: a request with it is to be
 * rejected before.
 * @param accepts whether the graph runs on a row
 */
export async function findLimits(
  { features, inputs }: Mapping,
  rows: readonly FeatureRow[],
  accepts: (row: FeatureRow) => Promise<boolean>,
  guesses: Guesses,
): Promise<Feature[]> {
  const whole = inputs.filter(({ datatype }) => /INT/.test(datatype));
  const indices = new Set(whole.flatMap((input) => input.features));
  const limited: Feature[] = [];
  for (const feature of features) {
    const { name } = feature;
    const largest = rows.reduce((most, row) => Math.max(most, Number(row[name] ?? 0)), 0);
    const found = indices.has(name)
      ? await limitOf(feature, largest, (value) => accepts({ ...rows[0], [name]: value }))
      : undefined;
    limited.push(found?.feature ?? feature);
    if (found === undefined) continue;
    await guesses.decide({
      what: 'a limit of the graph',
      value: found.limit,
      why: 'it fails beyond',
      sure: true,
      flag: '--set',
    });
  }
  return limited;
}

/** The feature with its limit; undefined where there seems to be none. */
async function limitOf(feature: Feature, largest: number, accepts: Accepts) {
  const { name } = feature;
  if (feature.type === 'integer' && feature.maximum === undefined) {
    const maximum = await largestAccepted(largest, accepts);
    return maximum === undefined
      ? undefined
      : { feature: { ...feature, maximum }, limit: `${name}.maximum=${maximum}` };
  }
  if (feature.type !== 'category' || !feature.allow_unknown) return undefined;
  const unknown = typeof feature.categories[0] === 'number' ? farBeyond(largest) : UNKNOWN_TEXT;
  return (await accepts(unknown))
    ? undefined
    : { feature: { ...feature, allow_unknown: false }, limit: `${name}.allow_unknown=false` };
}

/** Undefined where numbers far beyond the largest one of the rows are accepted. */
async function largestAccepted(largest: number, accepts: Accepts): Promise<number | undefined> {
  let refused = farBeyond(largest);
  if (await accepts(refused)) return undefined;
  let accepted = largest;
  while (refused - accepted > 1) {
    const middle = Math.floor((accepted + refused) / 2);
    if (await accepts(middle)) accepted = middle;
    else refused = middle;
  }
  return accepted;
}

function farBeyond(largest: number): number {
  return 10 * Math.abs(largest) + 1_000;
}
