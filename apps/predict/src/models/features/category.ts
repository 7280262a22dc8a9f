import { z } from 'zod';
import { asText, parseNumber } from './cells.js';
import { type Datatype, isWhole, rangeOf } from '../tensors/index.js';
import { driftFields, featureFields, FILL } from './feature-fields.js';
import type { ElementEncoder, FeatureType, FeatureValue } from './feature-type.js';
import { bounded, notANumber, wholeEncoder } from './number.js';
import { textSchema } from './text.js';

const categoryText = z.string().max(1_000);

export const categoryFeature = z.strictObject({
  ...featureFields,
  ...driftFields.categorical,
  type: z.literal('category'),
  categories: z.union([z.array(categoryText).min(1), z.array(z.number()).min(1)]),
  allow_unknown: z.boolean().default(true),
  fill: z.union([categoryText, z.number()]).optional().describe(FILL),
  example: z.union([categoryText, z.number()]).optional(),
});

type CategoryFeature = z.infer<typeof categoryFeature>;

/** The number of a category that the manifest allows but does not list. */
const UNKNOWN_CATEGORY = -1;

const MAX_UNKNOWN_CATEGORY_LENGTH = 200;

/**
 * One of a list of texts or numbers. It stays as it is when the tensor holds its type, else it becomes its place in the list.
 */
export const category: FeatureType<CategoryFeature> = {
  problems: categoryProblems,
  misfit: categoryMisfit,
  valueSchema: (feature, datatypes) =>
    categorySchema(feature, bounded(datatypes.some(isWhole) ? z.int() : z.number(), {}, rangeOf(datatypes))),
  accepts: (feature, datatypes) => {
    const schema = category.valueSchema(feature, datatypes);
    const listed = feature.categories.filter((value) => schema.safeParse(value).success);
    const known = new Set<unknown>(listed);
    return (value): value is FeatureValue => known.has(value);
  },
  fillSchema: (feature, datatype) =>
    category.valueSchema({ ...feature, allow_unknown: !isCoded(feature, datatype) }, [datatype]),
  encoder: categoryEncoder,
  missing: (feature, datatype) => (isCoded(feature, datatype) ? unknownIn(datatype) : notANumber(datatype)),
  exampleOf: ({ categories, example = categories[0]! }) => example,
  parseCell: (feature, cell) => (holdsTexts(feature) ? asText(cell) : parseNumber(cell)),
  profileOf: ({ name, categories, drift }) => ({
    name,
    kind: 'categorical',
    categories,
    method: drift?.method,
    threshold: drift?.threshold,
  }),
};

function holdsTexts({ categories }: Pick<CategoryFeature, 'categories'>): boolean {
  return typeof categories[0] === 'string';
}

/** Whether the tensor holds the place of a text. */
function isCoded(feature: CategoryFeature, datatype: Datatype): boolean {
  return holdsTexts(feature) && datatype !== 'BYTES';
}

function unknownIn(datatype: Datatype): number | undefined {
  return rangeOf([datatype]).minimum < 0 ? UNKNOWN_CATEGORY : undefined;
}

function categoryProblems(feature: CategoryFeature): string[] {
  const categories: readonly (string | number)[] = feature.categories;
  const problems = new Set(categories).size === categories.length ? [] : ['a category is listed twice'];
  const { example, allow_unknown } = feature;
  return example === undefined || allow_unknown || categories.includes(example)
    ? problems
    : [...problems, 'example is not one of the categories'];
}

function categoryMisfit(feature: CategoryFeature, datatype: Datatype): string | undefined {
  if (datatype === 'BYTES') {
    return holdsTexts(feature) ? undefined : 'is not a string, but the input holds strings';
  }
  if (!isWhole(datatype)) return undefined;
  if (holdsTexts(feature)) {
    return feature.allow_unknown && unknownIn(datatype) === undefined
      ? 'may be unknown (-1), but the input holds no negative numbers'
      : undefined;
  }
  return feature.categories.every(Number.isSafeInteger)
    ? undefined
    : 'may have fractions, but the input holds integers';
}

function categorySchema(
  { categories, allow_unknown }: CategoryFeature,
  anyNumber: z.ZodNumber,
): z.ZodType<FeatureValue> {
  if (!allow_unknown) return z.literal<(string | number)[]>([...categories]);
  return typeof categories[0] === 'number'
    ? anyNumber
    : textSchema(
        Math.max(MAX_UNKNOWN_CATEGORY_LENGTH, ...categories.map((category) => String(category).length)),
      );
}

function categoryEncoder(feature: CategoryFeature, datatype: Datatype): ElementEncoder | undefined {
  if (datatype === 'BYTES') return undefined;
  if (!holdsTexts(feature)) return wholeEncoder(datatype);
  const places = new Map<FeatureValue, number>(feature.categories.map((name, place) => [name, place]));
  const placeOf = (value: FeatureValue) => places.get(value) ?? UNKNOWN_CATEGORY;
  return datatype === 'INT64' || datatype === 'UINT64' ? (value) => BigInt(placeOf(value)) : placeOf;
}
