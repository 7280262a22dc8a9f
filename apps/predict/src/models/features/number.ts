import { z } from 'zod';
import { parseNumber } from './cells.js';
import { type Datatype, isWhole, type Range, rangeOf } from '../tensors/index.js';
import { driftFields, featureFields, FILL } from './feature-fields.js';
import type { ElementEncoder, FeatureType } from './feature-type.js';

export const numberFeature = z.strictObject({
  ...featureFields,
  ...driftFields.numerical,
  type: z.literal('number'),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  fill: z.number().optional().describe(FILL),
  example: z.number().optional(),
});

type NumberFeature = z.infer<typeof numberFeature>;
/** The fields that numbers with and without fractions have in common. */
type NumericFeature = Omit<NumberFeature, 'type'>;

/** What integers and numbers with fractions have in common; where they differ, as integers have it. */
export const numericType = {
  problems: boundsProblems,
  misfit: (_feature, datatype) =>
    datatype === 'BYTES' ? 'is not a string, but the input holds strings' : undefined,
  encoder: (_feature, datatype) => wholeEncoder(datatype),
  missing: (_feature, datatype) => notANumber(datatype),
  exampleOf: (feature) => feature.example ?? withinBounds(feature),
  parseCell: (_feature, cell) => parseNumber(cell),
  profileOf: ({ name, drift }) => ({
    name,
    kind: 'numerical',
    integer: true,
    method: drift?.method,
    threshold: drift?.threshold,
  }),
} satisfies Partial<FeatureType<NumericFeature>>;

/** A number, which may have a fraction. */
export const number: FeatureType<NumberFeature> = {
  ...numericType,
  misfit: (feature, datatype) =>
    isWhole(datatype)
      ? 'may have fractions, but the input holds integers'
      : numericType.misfit(feature, datatype),
  valueSchema: (feature, datatypes) => bounded(z.number(), feature, rangeOf(datatypes)),
  accepts: (feature, datatypes) => numbersWithin(Number.isFinite, feature, rangeOf(datatypes)),
  profileOf: (feature) => ({ ...numericType.profileOf(feature), integer: false }),
};

/** Contradictions between the bounds and the example of a numeric feature. */
export function boundsProblems({
  minimum = -Infinity,
  maximum = Infinity,
  example,
}: Pick<NumberFeature, 'minimum' | 'maximum' | 'example'>): string[] {
  if (minimum > maximum) return ['minimum is larger than maximum'];
  return example !== undefined && (example < minimum || example > maximum)
    ? ['example is out of bounds']
    : [];
}

/** The number closest to 0. */
export function withinBounds({ minimum = -Infinity, maximum = Infinity }: Partial<Range>): number {
  return Math.min(maximum, Math.max(minimum, 0));
}

/** Recognises the numbers of a kind that `bounded` accepts. */
export function numbersWithin(
  isOfKind: (value: unknown) => boolean,
  { minimum = -Infinity, maximum = Infinity }: Partial<Range>,
  range: Range,
): (value: unknown) => value is number {
  const [lowest, highest] = [Math.max(minimum, range.minimum), Math.min(maximum, range.maximum)];
  return (value): value is number =>
    typeof value === 'number' && value >= lowest && value <= highest && isOfKind(value);
}

/** Numbers within the bounds of a feature and the range of its tensors. */
export function bounded(
  number: z.ZodNumber,
  { minimum = -Infinity, maximum = Infinity }: Partial<Range>,
  range: Range,
): z.ZodNumber {
  const [lowest, highest] = [Math.max(minimum, range.minimum), Math.min(maximum, range.maximum)];
  const atLeast = lowest === -Infinity ? number : number.min(lowest);
  return highest === Infinity ? atLeast : atLeast.max(highest);
}

/** Tensors of 64-bit integers need BigInt; all others convert numbers and booleans on assignment. */
export function wholeEncoder(datatype: Datatype): ElementEncoder | undefined {
  return datatype === 'INT64' || datatype === 'UINT64' ? (value) => BigInt(Number(value)) : undefined;
}

/** A number as an element of a tensor. */
export function elementOf(number: number | undefined, datatype: Datatype): unknown {
  return number !== undefined && (datatype === 'INT64' || datatype === 'UINT64') ? BigInt(number) : number;
}

/** NaN, for tensors that have it. */
export function notANumber(datatype: Datatype): number | undefined {
  return isWhole(datatype) || datatype === 'BYTES' ? undefined : NaN;
}
