import { MomentSums } from '@plumbline/evaluation';
import { BadOption } from './errors.mjs';
import { inventWords } from './words.mjs';

/** Standard deviations that a number moves by at intensity 1. */
const FULL_SHIFT = 4;

/** Well above the half that counts as data drift. */
const DRIFTING_SHARE = 0.75;

const isNumeric = ({ type }) => type === 'number' || type === 'integer';
const isCategorical = ({ type }) => type === 'category' || type === 'boolean';
const isText = ({ type }) => type === 'text';

/**
 * What drift does to a row. Only the features that drift change, each from its own value alone, so that all others
 * keep the distribution of the reference.
 * @callback Drift
 * @param {Readonly<Record<string, unknown>>} features
 * @param {number} intensity from 0 to 1
 * @returns {Readonly<Record<string, unknown>>}
 */

/**
 * @param {import('./reference-model.mjs').ReferenceModel} model
 * @param {readonly string[] | undefined} names the features that drift
 * @param {import('./random.mjs').Random} random
 * @returns {Drift}
 */
export function createDrift({ manifest, rows }, names, random) {
  const movers = featuresToMove(manifest, names).map((feature) => {
    const values = rows.map(({ features }) => features[feature.name]);
    return [feature.name, moverOf(feature, values, random)];
  });
  return (features, intensity) => {
    if (intensity === 0) return features;
    const moved = movers.map(([name, move]) => [name, move(features[name], intensity)]);
    return { ...features, ...Object.fromEntries(moved) };
  };
}

/** The named features; by default three quarters of them: numbers first, then categories, then texts. */
function featuresToMove({ name: model, features }, names) {
  if (names === undefined) {
    const movable = [isNumeric, isCategorical, isText].flatMap((kind) => features.filter(kind));
    return movable.slice(0, Math.ceil(features.length * DRIFTING_SHARE));
  }
  return names.map((name) => {
    const feature = features.find((one) => one.name === name);
    if (feature) return feature;
    throw new BadOption(`--features must name features of ${model}, which has no ${name}`);
  });
}

function moverOf(feature, values, random) {
  if (isNumeric(feature)) return numberMover(feature, values);
  if (isCategorical(feature)) return categoryMover(feature, values, random);
  if (isText(feature)) return textMover(feature, values, random);
  throw new BadOption(`--features cannot make ${feature.name} drift, which is of type ${feature.type}`);
}

/** Shifts by up to four standard deviations of the reference, to the side that has more room within the bounds. */
function numberMover({ type, minimum = -Infinity, maximum = Infinity }, values) {
  const moments = new MomentSums();
  for (const value of values) moments.add(value);
  const reach = FULL_SHIFT * (Math.sqrt(moments.variance) || 1);
  const upwards = maximum - moments.mean >= Math.min(reach, moments.mean - minimum);
  const round = type === 'integer' ? Math.round : (number) => Number(number.toPrecision(12));
  return (value, intensity) => {
    const moved = value + (upwards ? 1 : -1) * Number((reach * intensity).toPrecision(3));
    return Math.min(maximum, Math.max(minimum, round(moved)));
  };
}

/** Replaces a share of the values by the rarest one. */
function categoryMover({ categories = [false, true] }, values, random) {
  const counts = new Map(categories.map((category) => [category, 0]));
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const rarestFirst = [...counts].sort(([, one], [, other]) => one - other);
  const occurring = rarestFirst.filter(([, count]) => count > 0);
  const [[rarest]] = occurring.length > 1 ? occurring : rarestFirst;
  return (value, intensity) => (random.chance(intensity) ? rarest : value);
}

/** Replaces a share of the words by words that the reference never has. */
function textMover({ max_length: maxLength }, values, random) {
  const words = inventWords(values, random);
  return (text, intensity) => {
    const moved = text.replaceAll(/\S+/g, (word) => (random.chance(intensity) ? random.pick(words) : word));
    return [...moved].slice(0, maxLength).join('');
  };
}
