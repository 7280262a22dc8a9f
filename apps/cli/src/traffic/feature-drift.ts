import { MomentSums } from '@plumbline/evaluation';
import { UsageError } from '../command-line/index.js';
import { arrayMover } from './array-drift.js';
import { worsenImage } from './image-drift.js';
import type { Random } from './random.js';
import type {
  CellValue,
  ReferenceModel,
  RowFeatures,
  TrafficFeature,
  TrafficManifest,
} from './reference-model.js';

/** Standard deviations that a number moves by at intensity 1. */
const FULL_SHIFT = 4;

/** Well above the half that counts as data drift. */
const DRIFTING_SHARE = 0.75;

const DRIFT_ORDER = [['number', 'integer', 'date', 'array'], ['category', 'boolean'], ['text'], ['image']];

/**
 * Makes a row drift, with an intensity from 0 to 1. Only the features that drift change, each from its own value alone,
 * so that all others keep the distribution of the reference.
 */
export type Drift = (features: RowFeatures, intensity: number) => Promise<RowFeatures>;

type Mover = (value: CellValue, intensity: number) => CellValue | Promise<CellValue>;

/** @param names the features that drift */
export function createDrift(
  { manifest, rows }: ReferenceModel,
  names: readonly string[] | undefined,
  random: Random,
): Drift {
  const movers = featuresToMove(manifest, names).map((feature) => {
    const values = rows.map(({ features }) => features[feature.name] ?? null);
    const present = values.filter((value) => value !== null);
    return [feature.name, moverOf(feature, present, random)] as const;
  });
  return async (features, intensity) => {
    if (intensity === 0) return features;
    // All movers draw their random numbers before the first wait, so that rows made at once do not mix theirs.
    const moving = movers.map(([name, move]) => {
      const value = features[name] ?? null;
      return [name, value === null ? null : move(value, intensity)] as const;
    });
    const moved = { ...features };
    for (const [name, value] of moving) if (value !== null) moved[name] = await value;
    return moved;
  };
}

/** The named features; by default three quarters of them: numbers first, then categories, texts and images. */
function featuresToMove(
  { name: model, features }: TrafficManifest,
  names: readonly string[] | undefined,
): readonly TrafficFeature[] {
  if (names === undefined) {
    const inOrder = DRIFT_ORDER.flatMap((types) => features.filter(({ type }) => types.includes(type)));
    return inOrder.slice(0, Math.ceil(features.length * DRIFTING_SHARE));
  }
  return names.map((name) => {
    const feature = features.find((one) => one.name === name);
    if (feature) return feature;
    throw new UsageError(`--features must name features of ${model}, which has no ${name}`);
  });
}

function moverOf(feature: TrafficFeature, values: readonly CellValue[], random: Random): Mover {
  switch (feature.type) {
    case 'number':
    case 'integer':
      return numberMover(feature, values);
    case 'boolean':
      return categoryMover([false, true], values, random);
    case 'category':
      return categoryMover(feature.categories, values, random);
    case 'date':
      return dateMover(feature, values);
    case 'text':
      return textMover(feature.max_length, values, random);
    case 'array':
      return arrayMover(feature, values, FULL_SHIFT);
    case 'image':
      return (image, intensity) => worsenImage(String(image), intensity);
  }
}

/** Shifts by up to four standard deviations of the reference, to the side that has more room within the bounds. */
function numberMover(
  feature: Pick<Extract<TrafficFeature, { type: 'number' | 'integer' }>, 'type' | 'minimum' | 'maximum'>,
  values: readonly CellValue[],
): Mover {
  const { type, minimum = -Infinity, maximum = Infinity } = feature;
  const moments = new MomentSums();
  for (const value of values) moments.add(Number(value));
  const reach = FULL_SHIFT * (Math.sqrt(moments.variance) || 1);
  const upwards = maximum - moments.mean >= Math.min(reach, moments.mean - minimum);
  const round = type === 'integer' ? Math.round : (value: number) => Number(value.toPrecision(12));
  return (value, intensity) => {
    const moved = Number(value) + (upwards ? 1 : -1) * Number((reach * intensity).toPrecision(3));
    return Math.min(maximum, Math.max(minimum, round(moved)));
  };
}

const DAY_MS = 86_400_000;

/** Moves dates as numbers of days; a time of day is lost. */
function dateMover(
  { minimum, maximum }: Extract<TrafficFeature, { type: 'date' }>,
  values: readonly CellValue[],
): Mover {
  const daysOf = (value: CellValue) => Math.floor(Date.parse(String(value)) / DAY_MS);
  const move = numberMover(
    {
      type: 'integer',
      minimum: minimum === undefined ? undefined : daysOf(minimum),
      maximum: maximum === undefined ? undefined : daysOf(maximum),
    },
    values.map(daysOf),
  );
  return async (value, intensity) =>
    new Date(Number(await move(daysOf(value), intensity)) * DAY_MS).toISOString().slice(0, 10);
}

/** Replaces a share of the values by the rarest one. */
function categoryMover(
  categories: readonly CellValue[],
  values: readonly CellValue[],
  random: Random,
): Mover {
  const counts = new Map<CellValue, number>(categories.map((category) => [category, 0]));
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const rarestFirst = [...counts].sort(([, one], [, other]) => one - other);
  const occurring = rarestFirst.filter(([, count]) => count > 0);
  const [rarest = null] = (occurring.length > 1 ? occurring : rarestFirst).map(([category]) => category);
  return (value, intensity) => (random.chance(intensity) ? rarest : value);
}

/** Replaces a share of the words by words that are not in the reference. */
function textMover(maxLength: number, values: readonly CellValue[], random: Random): Mover {
  const words = inventWords(values.map(String), random);
  return (text, intensity) => {
    const moved = String(text).replaceAll(/\S+/g, (word) =>
      random.chance(intensity) ? random.pick(words) : word,
    );
    return [...moved].slice(0, maxLength).join('');
  };
}

const CONSONANTS = [...'bdfgklmnprstvz'];
const VOWELS = [...'aeiou'];
const SYLLABLES = [2, 3, 4];
const WORDS = 500;

/** Pronounceable words that are in none of the texts. */
function inventWords(texts: readonly string[], random: Random): readonly string[] {
  const known = new Set(texts.flatMap((text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []));
  const invented = new Set<string>();
  while (invented.size < WORDS) {
    const word = inventWord(random);
    if (!known.has(word)) invented.add(word);
  }
  return [...invented];
}

function inventWord(random: Random): string {
  const syllable = () => random.pick(CONSONANTS) + random.pick(VOWELS);
  return Array.from({ length: random.pick(SYLLABLES) }, syllable).join('');
}
