import type { FeatureDraft } from './guess-feature.js';
import { SCALES, withSettings } from './feature-settings.js';
import type { Guesses } from './guesses.js';
import type { Column } from '../rows/index.js';

interface GuessedFeatures {
  readonly guessed: readonly FeatureDraft[];
  /** Columns that are neither features nor targets. */
  readonly leftOut: readonly Column[];
}

/** Names of features that are printed for a type. */
const MAX_NAMES = 5;

/**
 * The features as the user wants them: with the keys that `--set` names, and with answers about the scale of images and the
 * encoding of dates, which no file tells.
 * @throws {UsageError}
 */
export async function settleFeatures(
  { guessed, leftOut }: GuessedFeatures,
  settings: Readonly<Record<string, string>>,
  guesses: Guesses,
): Promise<FeatureDraft[]> {
  await report(guessed, guesses);
  await reportLeftOut(leftOut, guesses);
  const settled: FeatureDraft[] = [];
  for (const feature of guessed) {
    const isSet = (key: string) =>
      Object.keys(settings).some((path) => path.startsWith(`${feature.name}.${key}`));
    if (feature.type === 'image' && !isSet('scale')) settled.push(await scaled(feature, guesses));
    else if (feature.type === 'date' && feature['encoding'] !== 'text' && !isSet('encoding'))
      settled.push(await encoded(feature, guesses));
    else settled.push(feature);
  }
  return withSettings(settled, settings);
}

async function report(features: readonly FeatureDraft[], guesses: Guesses): Promise<void> {
  const types = [...new Set(features.map(({ type }) => type))].map((type) => {
    const each = features.filter((feature) => feature.type === type);
    return `${each.length} ${type} (${namesOf(each)})`;
  });
  await guesses.decide({
    what: 'the features',
    value: types.join(', '),
    why: 'the cells and the inputs of the graph',
    sure: true,
    flag: '--type',
  });
  const counts = features.filter((feature) => feature['minimum'] === 0);
  const [first] = counts;
  if (first === undefined) return;
  await guesses.decide({
    what: 'never negative',
    value: namesOf(counts),
    why: 'no cell is',
    sure: true,
    flag: `--set ${first.name}.minimum=-100`,
  });
}

async function reportLeftOut(leftOut: readonly Column[], guesses: Guesses): Promise<void> {
  if (leftOut.length === 0) return;
  await guesses.decide({
    what: 'no features',
    value: namesOf(leftOut),
    why: 'no input of the graph takes them',
    sure: true,
    flag: '--features',
  });
}

async function scaled(feature: FeatureDraft, guesses: Guesses): Promise<FeatureDraft> {
  const { name } = feature;
  const value = await guesses.decide({
    what: `the range of the pixels of ${name}`,
    value: '0 to 1',
    why: 'the most common one',
    sure: false,
    flag: `--set ${name}.scale=imagenet`,
    choices: Object.keys(SCALES),
  });
  return { ...feature, scale: SCALES[value] };
}

async function encoded(feature: FeatureDraft, guesses: Guesses): Promise<FeatureDraft> {
  const { name } = feature;
  const encoding = await guesses.decide({
    what: `the number that stands for ${name}`,
    value: 'epoch_days',
    why: 'a date is most often the days since 1970',
    sure: false,
    flag: `--set ${name}.encoding=epoch_seconds`,
    choices: ['epoch_days', 'epoch_seconds'],
  });
  return { ...feature, encoding };
}

function namesOf(features: readonly { readonly name: string }[]): string {
  const names = features.slice(0, MAX_NAMES).map(({ name }) => name);
  const more = features.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}
