import { normalCdf } from '../../../libs/evaluation/dist/statistics/index.js';
import type { Random } from '../../../apps/cli/dist/traffic/index.js';
import { type Draw, type LabelledRows, mostProbable, type Shift, type Source } from './source.js';

/** How the rows of a generator are made from normally distributed numbers. */
interface Recipe {
  readonly name: string;
  /** Makes a value of a feature from a standard normal number. */
  readonly value?: (normal: number) => number;
  readonly integer?: boolean;
  readonly features?: number;
  readonly classes?: number;
  /** The correlation of a row with the row before. */
  readonly autocorrelation?: number;
  /** The correlation of each two features. */
  readonly correlation?: number;
  /** What the model multiplies the true log odds by; above 1 it is overconfident. */
  readonly confidence?: number;
  /** A value that one reference row has in the first feature. */
  readonly outlier?: number;
}

/** The largest integer that the recipe of tied integers makes. */
const MOST = 8;
/** The cumulative probabilities of a Poisson distribution of mean 0.3. */
const POISSON = [0.740818, 0.963064, 0.996401, 0.999734, 0.999984, 0.999999];

const RECIPES: readonly Recipe[] = [
  { name: 'normal' },
  { name: 'autocorrelation 0.5', autocorrelation: 0.5 },
  { name: 'autocorrelation 0.9', autocorrelation: 0.9 },
  { name: 'lognormal, sigma 2', value: (normal) => Math.exp(2 * normal) },
  { name: 'Poisson, mean 0.3', value: poisson, integer: true },
  { name: 'integers 0 to 8', value: ninth, integer: true },
  { name: 'correlated 0.9', correlation: 0.9, features: 6 },
  { name: 'one outlier of 1e6', outlier: 1e6 },
  { name: 'ten features', features: 10 },
];

const CLASSIFIERS: readonly Recipe[] = [2, 3, 8].flatMap((classes) => [
  { name: `${classes} classes, calibrated`, classes },
  { name: `${classes} classes, overconfident`, classes, confidence: 2 },
]);

/** The generators of the tables of false alarms and of power. */
export const generatedSources: readonly Source[] = RECIPES.map(sourceOf);

/** The generators of the table of bands. */
export const generatedClassifiers: readonly Source[] = CLASSIFIERS.map(sourceOf);

function poisson(normal: number): number {
  const share = normalCdf(normal);
  const count = POISSON.findIndex((limit) => share < limit);
  return count < 0 ? POISSON.length : count;
}

function ninth(normal: number): number {
  return Math.min(MOST, Math.floor((MOST + 1) * normalCdf(normal)));
}

function sourceOf(recipe: Recipe): Source {
  const { name, integer = false, features = 2, classes = 2, autocorrelation = 0 } = recipe;
  const classNames = Array.from({ length: classes }, (_, index) => `c${index}`);
  const names = Array.from({ length: features }, (_, index) => `f${index}`);
  return {
    name,
    spec: {
      features: names.map((feature) => ({ name: feature, kind: 'numerical', integer })),
      classes: classNames,
      positiveClass: classes === 2 ? 'c1' : null,
    },
    rows: Infinity,
    shifted: 'f0',
    ...(autocorrelation > 0 && { dependence: 'rows depend on the rows before' }),
    draw: (random, referenceRows): Draw => {
      const reference = generate(recipe, classNames, referenceRows, random);
      const { outlier } = recipe;
      return {
        reference: outlier === undefined ? reference : withOutlier(reference, outlier),
        window: (rows, shift) => generate(recipe, classNames, rows, random, shift),
      };
    },
  };
}

/** A shift moves the normal numbers of the first feature. The classes follow the features, shifted or not. */
function generate(
  recipe: Recipe,
  classes: readonly string[],
  rows: number,
  random: Random,
  shift?: Shift,
): LabelledRows {
  const { value = (normal: number) => normal, features = 2, confidence = 1 } = recipe;
  const normals = normalColumns(recipe, features, rows, random).map((column, index) =>
    index === 0 && shift !== undefined ? column.map((one) => one + shift.deviations) : column,
  );
  const columns = normals.map((column) => column.map(value));
  const probabilities = new Float64Array(rows * classes.length);
  const actual = Array.from({ length: rows }, (_, row) => {
    const odds = classes.map((_, index) => logOdds(index, classes.length, normals, row));
    probabilities.set(softmax(odds.map((one) => one * confidence)), row * classes.length);
    return pick(classes, softmax(odds), random);
  });
  return {
    rows: Object.fromEntries(columns.map((column, index) => [`f${index}`, column])),
    predictions: mostProbable(classes, probabilities),
    probabilities,
    actual,
  };
}

function normalColumns(
  { autocorrelation = 0, correlation = 0 }: Recipe,
  features: number,
  rows: number,
  random: Random,
): number[][] {
  const columns = Array.from({ length: features }, () => new Array<number>(rows));
  const before = columns.map(() => normal(random));
  for (let row = 0; row < rows; row++) {
    const common = normal(random);
    for (const [index, column] of columns.entries()) {
      const fresh = Math.sqrt(correlation) * common + Math.sqrt(1 - correlation) * normal(random);
      const next = autocorrelation * (before[index] ?? 0) + Math.sqrt(1 - autocorrelation ** 2) * fresh;
      before[index] = next;
      column[row] = next;
    }
  }
  return columns;
}

/** Classes in a circle around the first two features, the first ones more frequent. */
function logOdds(index: number, classes: number, normals: readonly number[][], row: number): number {
  const angle = (2 * Math.PI * index) / classes;
  const [first = 0, second = 0] = [normals[0]?.[row], normals[1]?.[row]];
  return 1.5 * (Math.cos(angle) * first + Math.sin(angle) * second) - 0.2 * index;
}

function softmax(odds: readonly number[]): number[] {
  const powers = odds.map((one) => Math.exp(one - Math.max(...odds)));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function pick(classes: readonly string[], probabilities: readonly number[], random: Random): string {
  let left = random.next();
  const index = probabilities.findIndex((probability) => (left -= probability) < 0);
  return classes.at(index) ?? '';
}

/** G. E. P. Box and M. E. Muller 1958. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

function withOutlier(table: LabelledRows, outlier: number): LabelledRows {
  const first = Array.from(table.rows['f0'] ?? []);
  first[0] = outlier;
  return { ...table, rows: { ...table.rows, f0: first } };
}
