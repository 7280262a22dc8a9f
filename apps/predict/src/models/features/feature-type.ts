import type { FeatureSpec } from '@plumbline/evaluation';
import type { z } from 'zod';
import type { Datatype } from '../tensors/index.js';

/** Numbers in lists of lists, as deep as an array has dimensions; null for a missing element. */
export type NestedNumbers = readonly (number | null | NestedNumbers)[];

/** What is logged of an image. */
export interface ImageValue {
  readonly sha256: string;
  /** Pixels of the image as it was sent. */
  readonly width: number;
  readonly height: number;
  /** Mean and standard deviation of the luma, from 0 to 1. */
  readonly brightness: number;
  readonly contrast: number;
  /** Variance of the Laplacian of the luma. */
  readonly sharpness: number;
  /** Mean of a channel, from 0 to 1; absent for grayscale. */
  readonly red?: number;
  readonly green?: number;
  readonly blue?: number;
  /** The decoded image as PNG in base64, where the manifest asks for it. */
  readonly image?: string;
}

/** A value of one feature, as in JSON; null where it is missing. */
export type FeatureValue = number | boolean | string | null | NestedNumbers | ImageValue;

/** A value that is a single one, or missing. */
export type ScalarValue = Exclude<FeatureValue, object> | null;

/** The value of a feature that is compared by its own value; null for arrays and images, which are not. */
export function scalarOf(value: FeatureValue): ScalarValue {
  return typeof value === 'object' ? null : value;
}

/** One row of input: a value for each feature of the model, by name. */
export type FeatureRow = Readonly<Record<string, FeatureValue>>;

/**
 * Everything that is specific to one type of feature. A new type is one file with such an object, and its line in
 * `registry.ts`.
 */
export interface FeatureType<Feature> {
  /** The problems within the declaration of a feature, which its schema cannot express. */
  problems(feature: Feature): string[];
  /** The reason why a tensor of this datatype cannot hold the feature, if any. */
  misfit(feature: Feature, datatype: Datatype): string | undefined;
  /** Validates a value of the feature in a request, for tensors of these datatypes. */
  valueSchema(feature: Feature, datatypes: readonly Datatype[]): z.ZodType<FeatureValue>;
  /** A faster check; the schema decides about a value that it does not accept. */
  accepts?(feature: Feature, datatypes: readonly Datatype[]): (value: unknown) => value is FeatureValue;
  /** Validates the fill of a missing value; by default as a value without bounds. */
  fillSchema?(feature: Feature, datatype: Datatype): z.ZodType;
  /** Converts a value to a tensor element; undefined where assigning it to the tensor's array already converts it. */
  encoder(feature: Feature, datatype: Datatype): ElementEncoder | undefined;
  /** The tensor element of a missing value without a fill; undefined where the datatype has none. */
  missing(feature: Feature, datatype: Datatype): number | undefined;
  /** A value to show in documents: that of the manifest, or a small one made from the declaration. */
  exampleOf(feature: Feature): FeatureValue | undefined;
  /**
   * The value of a table's cell that is not empty. A cell of another type stays as it is, so that the schema of the row
   * reports it. Texts, as in CSV, become numbers or booleans.
   */
  parseCell(feature: Feature, cell: unknown): unknown;
  /** How the feature is compared with the reference. */
  profileOf(feature: Feature): FeatureSpec;
  /** For a type whose values are decoded before they are encoded and logged. @throws {ValueRefused} */
  prepare?(feature: Feature, value: FeatureValue, budget: DecodingBudget): Promise<FeatureValue>;
  /** For a type whose values fill several elements of a tensor, instead of `encoder`. */
  readonly elements?: SeveralElements<Feature>;
}

/** A value that its schema accepts but that cannot be decoded; the message is a rule for the client. */
export class ValueRefused extends Error {
  override readonly name = 'ValueRefused';
}

/** How values become several elements of a tensor. */
export interface SeveralElements<Feature> {
  /** The dimensions of a value, without that of the rows. */
  shapeOf(feature: Feature): readonly number[];
  /** Writes a value to a tensor, null for a missing one. */
  writer(feature: Feature, datatype: Datatype): ElementsWriter;
}

/** Writes the elements of a value to the data of a tensor, from a place on. */
export type ElementsWriter = (value: FeatureValue, data: unknown[], at: number) => void;

/** Converts a value of a feature to an element of a tensor. */
export type ElementEncoder = (value: FeatureValue) => unknown;

/** The images of one request may have so many pixels together: about a second of decoding, from as little as 12 kB. */
const MAX_DECODED_PIXELS = 100_000_000;

/** What the images of one request may still take. */
export class DecodingBudget {
  private pixels = MAX_DECODED_PIXELS;

  /** @throws {ValueRefused} when the images that were taken have too many pixels together. */
  take(pixels: number): void {
    this.pixels -= pixels;
    if (this.pixels < 0)
      throw new ValueRefused(
        `exceeds the ${MAX_DECODED_PIXELS} pixels that the images of a request may have`,
      );
  }
}
