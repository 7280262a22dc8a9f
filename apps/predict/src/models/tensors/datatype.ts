/** Element types of a tensor, named as in the Open Inference Protocol; BYTES is a tensor of strings. */
export const datatypes = [
  'BOOL',
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'UINT8',
  'UINT16',
  'UINT32',
  'UINT64',
  'FP16',
  'FP32',
  'FP64',
  'BYTES',
] as const;

export type Datatype = (typeof datatypes)[number];

/** The numbers that a tensor can hold, ends included. */
export interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

const MAX_FLOAT16 = 65_504;
const MAX_FLOAT32 = 3.4028234663852886e38;

const ranges: Readonly<Record<Datatype, Range>> = {
  BOOL: { minimum: 0, maximum: 1 },
  INT8: { minimum: -128, maximum: 127 },
  INT16: { minimum: -32_768, maximum: 32_767 },
  INT32: { minimum: -2_147_483_648, maximum: 2_147_483_647 },
  INT64: { minimum: -Infinity, maximum: Infinity },
  UINT8: { minimum: 0, maximum: 255 },
  UINT16: { minimum: 0, maximum: 65_535 },
  UINT32: { minimum: 0, maximum: 4_294_967_295 },
  UINT64: { minimum: 0, maximum: Infinity },
  FP16: { minimum: -MAX_FLOAT16, maximum: MAX_FLOAT16 },
  FP32: { minimum: -MAX_FLOAT32, maximum: MAX_FLOAT32 },
  FP64: { minimum: -Infinity, maximum: Infinity },
  BYTES: { minimum: -Infinity, maximum: Infinity },
};

/**
 * The finite numbers that all of the datatypes can hold. Beyond them a value would wrap or become infinite. The row schema
 * also limits integers to those that a double holds exactly.
 */
export function rangeOf(datatypes: readonly Datatype[]): Range {
  return {
    minimum: Math.max(...datatypes.map((datatype) => ranges[datatype].minimum)),
    maximum: Math.min(...datatypes.map((datatype) => ranges[datatype].maximum)),
  };
}

/** Whether a tensor of this type holds whole numbers only. */
export function isWhole(datatype: Datatype): boolean {
  return !['FP16', 'FP32', 'FP64', 'BYTES'].includes(datatype);
}
