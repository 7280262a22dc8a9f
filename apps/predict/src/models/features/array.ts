import { z } from 'zod';
import { type Datatype, isWhole, rangeOf } from '../tensors/index.js';
import { featureFields, FILL } from './feature-fields.js';
import type { ElementsWriter, FeatureType, FeatureValue, NestedNumbers } from './feature-type.js';
import { arrayCell, arrayProblem, fullArray, nestedSchema } from './nested-numbers.js';
import { elementOf, notANumber, withinBounds } from './number.js';

const MAX_DIMENSIONS = 8;
const MAX_ELEMENTS = 1_000_000;
/** Elements of an array that documents show. */
const MAX_SHOWN = 100;

export const arrayFeature = z.strictObject({
  ...featureFields,
  type: z.literal('array'),
  shape: z.array(z.int().min(1)).min(1).max(MAX_DIMENSIONS).describe('Its dimensions, such as [24, 8]'),
  channels: z.array(z.string().min(1).max(100)).optional().describe('Names of the last dimension'),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  fill: z.number().optional().describe(FILL),
  example: nestedSchema.optional(),
});

type ArrayFeature = z.infer<typeof arrayFeature>;

/** Numbers in a fixed arrangement, as nested lists. In a nullable array, elements may be null as well. */
export const array: FeatureType<ArrayFeature> = {
  problems: arrayProblems,
  misfit: arrayMisfit,
  valueSchema: (feature, datatypes) => {
    const { nullable = false, minimum = -Infinity, maximum = Infinity } = feature;
    const range = rangeOf(datatypes);
    const rules = {
      shape: feature.shape,
      nullable,
      minimum: Math.max(minimum, range.minimum),
      maximum: Math.min(maximum, range.maximum),
      whole: datatypes.some(isWhole),
    };
    return z
      .unknown()
      .superRefine((value, context) => {
        const problem = value === null && nullable ? undefined : arrayProblem(value, rules);
        if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
      })
      .meta(arrayDocument(feature)) as z.ZodType<FeatureValue>;
  },
  encoder: () => undefined,
  missing: (_feature, datatype) => notANumber(datatype),
  elements: { shapeOf: ({ shape }) => shape, writer: arrayWriter },
  exampleOf: (feature) =>
    feature.example ??
    (sizeOf(feature) <= MAX_SHOWN ? fullArray(feature.shape, withinBounds(feature)) : undefined),
  parseCell: (_feature, cell) => arrayCell(cell),
  profileOf: ({ name, channels }) => ({ name, kind: 'array', channels }),
};

function sizeOf({ shape }: Pick<ArrayFeature, 'shape'>): number {
  return shape.reduce((product, size) => product * size, 1);
}

function arrayProblems(feature: ArrayFeature): string[] {
  const { shape, channels, minimum = -Infinity, maximum = Infinity, example } = feature;
  if (sizeOf(feature) > MAX_ELEMENTS) return [`shape has more than ${MAX_ELEMENTS} elements`];
  if (minimum > maximum) return ['minimum is larger than maximum'];
  const problems: string[] = [];
  if (channels !== undefined && channels.length !== shape.at(-1)) {
    problems.push(`channels has ${channels.length} names for a last dimension of ${shape.at(-1)}`);
  }
  if (new Set(channels).size !== (channels?.length ?? 0)) problems.push('a channel is named twice');
  const { error } = array.valueSchema(feature, []).safeParse(example ?? fullArray([0], 0));
  return example === undefined || error === undefined
    ? problems
    : [...problems, `example ${error.issues.map(({ message }) => message).join(', ')}`];
}

function arrayMisfit(feature: ArrayFeature, datatype: Datatype): string | undefined {
  if (datatype === 'BYTES') return 'holds numbers, but the input holds strings';
  const { nullable, fill } = feature;
  if (!nullable) return undefined;
  if (fill === undefined) {
    return notANumber(datatype) === undefined
      ? `is nullable, so fill is required: ${datatype} has no value for what is missing`
      : undefined;
  }
  const { minimum, maximum } = rangeOf([datatype]);
  return fill < minimum || fill > maximum || (isWhole(datatype) && !Number.isSafeInteger(fill))
    ? `cannot have this fill: ${datatype} does not hold ${fill}`
    : undefined;
}

function arrayWriter(feature: ArrayFeature, datatype: Datatype): ElementsWriter {
  const { fill = notANumber(datatype) } = feature;
  const size = sizeOf(feature);
  const missing = elementOf(fill, datatype);
  const write = (values: NestedNumbers, data: unknown[], start: number): number => {
    let at = start;
    for (const value of values) {
      if (typeof value === 'number') data[at++] = elementOf(value, datatype);
      else if (value === null) data[at++] = missing;
      else at = write(value, data, at);
    }
    return at;
  };
  return (value, data, at) => {
    if (Array.isArray(value)) write(value as NestedNumbers, data, at);
    else data.fill(missing, at, at + size);
  };
}

/** The array in a JSON Schema. */
function arrayDocument({ shape, nullable, minimum, maximum }: ArrayFeature): Record<string, unknown> {
  const element: Record<string, unknown> = { type: nullable ? ['number', 'null'] : 'number' };
  if (minimum !== undefined) element['minimum'] = minimum;
  if (maximum !== undefined) element['maximum'] = maximum;
  return [...shape]
    .reverse()
    .reduce<Record<string, unknown>>(
      (items, size) => ({ type: 'array', minItems: size, maxItems: size, items }),
      element,
    );
}
