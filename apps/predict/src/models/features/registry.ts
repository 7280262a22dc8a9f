import { z } from 'zod';
import { array, arrayFeature } from './array.js';
import { boolean, booleanFeature } from './boolean.js';
import { category, categoryFeature } from './category.js';
import type { FeatureType } from './feature-type.js';
import { date, dateFeature } from './date.js';
import { image, imageFeature } from './image.js';
import { integer, integerFeature } from './integer.js';
import { nullable } from './nullable.js';
import { number, numberFeature } from './number.js';
import { text, textFeature } from './text.js';

/** One input of a model as clients see it: its type, its bounds, and how its drift is measured. */
export const featureSchema = z
  .discriminatedUnion('type', [
    numberFeature,
    integerFeature,
    booleanFeature,
    categoryFeature,
    textFeature,
    dateFeature,
    arrayFeature,
    imageFeature,
  ])
  .meta({ id: 'Feature' });

export type Feature = z.infer<typeof featureSchema>;

/** A feature of one type. */
export type FeatureOf<Type extends Feature['type']> = Extract<Feature, { type: Type }>;

type Types = { readonly [Type in Feature['type']]: FeatureType<FeatureOf<Type>> };

const types: Types = { number, integer, boolean, category, text, date, array, image };

const nullableTypes: Types = {
  number: nullable(number),
  integer: nullable(integer),
  boolean: nullable(boolean),
  category: nullable(category),
  text: nullable(text),
  date: nullable(date),
  // They handle missing values by themselves.
  array,
  image,
};

/** Everything that is specific to the type of a feature. */
export function typeOf(feature: Feature): FeatureType<Feature> {
  return (feature.nullable ? nullableTypes : types)[feature.type];
}
