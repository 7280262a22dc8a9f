/** A value of a raw column; null, undefined and NaN are missing. */
export type RawValue = number | string | boolean | null | undefined;

/** The raw values of a column, one per row. */
export type RawColumn = ArrayLike<RawValue>;

/** A value of a feature as it is logged: a single value, nested lists of numbers, or the description of an image. */
export type FeatureValue = RawValue | object;

/** The values of a feature, one per row. */
export type FeatureColumn = ArrayLike<FeatureValue>;

/** Whether a value is null, undefined or NaN. */
export function isMissing(value: RawValue): value is null | undefined {
  return value == null || Number.isNaN(value);
}

/** Whether a column is a typed array of integers. By name: typed arrays of other realms (workers, sandboxes) are no instances. */
export function isIntegerArray(values: object): boolean {
  return ArrayBuffer.isView(values) && !Object.prototype.toString.call(values).startsWith('[object Float');
}
