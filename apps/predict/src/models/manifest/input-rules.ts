import type { Issue } from '@plumbline/errors';
import { type Feature, typeOf } from '../features/index.js';
import type { ModelInput } from './tensor.schema.js';

/** The parts of a manifest that describe what goes into the graph. */
interface Signature {
  readonly features: readonly Feature[];
  readonly inputs: readonly ModelInput[];
}

/** The problems between features and inputs: names that must match, and tensors that cannot hold the values. */
export function inputProblems({ features, inputs }: Signature): Issue[] {
  const byName = new Map(features.map((feature) => [feature.name, feature]));
  const used = new Set(inputs.flatMap((input) => input.features));
  return [
    ...inputs.flatMap((input, index) => unknownFeatures(input, index, byName)),
    ...features.flatMap(({ name }, index) =>
      used.has(name) ? [] : [issue(['features', index, 'name'], `${name} is not in any input`)],
    ),
    ...inputs.flatMap(({ name }, index) =>
      inputs.findIndex((input) => input.name === name) === index
        ? []
        : [issue(['inputs', index, 'name'], 'is used twice')],
    ),
    ...inputs.flatMap((input, index) => shapeProblems(input, index, byName)),
    ...rowProblems(inputs),
    ...inputs.flatMap((input, index) => misfits(input, index, byName)),
  ];
}

/** The rows that the graph takes at a time; undefined for any number. */
export function fixedRowsOf({ inputs }: Pick<Signature, 'inputs'>): number | undefined {
  return inputs.map(({ shape }) => shape[0]).find((rows) => rows !== -1);
}

/**
 * The dimensions of a row in an input, in which dimensions of any size have the size of the features.
 * @param features those of the input, in order
 */
export function rowShapeOf({ shape }: Pick<ModelInput, 'shape'>, features: readonly Feature[]): number[] {
  const [, ...columns] = shape;
  if (!columns.includes(-1)) return columns;
  const [only] = features;
  const own = only && features.length === 1 ? shapeOf(only) : [];
  return own.length === columns.length ? [...own] : [elementsOf(features)];
}

/** The number of tensor elements in a row of these features. */
export function elementsOf(features: readonly Feature[]): number {
  return features.reduce((sum, feature) => sum + product(shapeOf(feature)), 0);
}

function shapeOf(feature: Feature): readonly number[] {
  return typeOf(feature).elements?.shapeOf(feature) ?? [];
}

type Features = ReadonlyMap<string, Feature>;

function unknownFeatures({ features }: ModelInput, index: number, known: Features): Issue[] {
  return features.flatMap((name, column) =>
    known.has(name) ? [] : [issue(['inputs', index, 'features', column], `${name} is not a feature`)],
  );
}

function shapeProblems(input: ModelInput, index: number, known: Features): Issue[] {
  const features = input.features.map((name) => known.get(name)).filter((feature) => feature !== undefined);
  const problem = features.length === input.features.length ? shapeProblem(input, features) : undefined;
  return problem === undefined ? [] : [issue(['inputs', index, 'shape'], problem)];
}

/** A row is the columns of its features in order, or one array or image with its own dimensions. */
function shapeProblem({ shape }: ModelInput, features: readonly Feature[]): string | undefined {
  const [, ...columns] = shape;
  const [only] = features;
  if (only && features.length === 1 && isSameShape(columns, shapeOf(only))) return undefined;
  if (columns.length > 1) {
    return only && features.length === 1
      ? `has rows of ${JSON.stringify(columns)}, and ${only.name} has the shape ${JSON.stringify(shapeOf(only))}`
      : `has ${columns.length + 1} dimensions, which one array or image can fill, not ${features.length} features`;
  }
  const declared = columns[0] ?? 1;
  const elements = elementsOf(features);
  if (declared === -1 || declared === elements) return undefined;
  return elements === features.length
    ? `has ${declared} columns for ${features.length} features`
    : `has ${declared} columns for ${elements} values of the features`;
}

/** Dimensions of 1 may be left out or added; -1 is any size. */
function isSameShape(columns: readonly number[], own: readonly number[]): boolean {
  if (columns.includes(-1)) {
    return columns.length === own.length && columns.every((size, at) => size === -1 || size === own[at]);
  }
  const [declared, actual] = [columns, own].map((sizes) => sizes.filter((size) => size !== 1).join());
  return declared === actual;
}

function rowProblems(inputs: readonly ModelInput[]): Issue[] {
  const fixed = inputs.find(({ shape }) => shape[0] !== -1);
  if (fixed === undefined) return [];
  return inputs.flatMap(({ shape }, index) =>
    shape[0] === -1 || shape[0] === fixed.shape[0]
      ? []
      : [issue(['inputs', index, 'shape', 0], `must be ${fixed.shape[0]} as in ${fixed.name}`)],
  );
}

function misfits({ datatype, features }: ModelInput, index: number, known: Features): Issue[] {
  return features.flatMap((name, column) => {
    const feature = known.get(name);
    const problem = feature && typeOf(feature).misfit(feature, datatype);
    return problem ? [issue(['inputs', index, 'features', column], `${name} ${problem}`)] : [];
  });
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * size, 1);
}

function issue(path: Issue['path'], message: string): Issue {
  return { path, message };
}
