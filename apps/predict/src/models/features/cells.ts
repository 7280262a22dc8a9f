import { isDecimal } from '../tensors/index.js';

/** Converts the text of a number; everything else stays as it is. */
export function parseNumber(value: unknown): unknown {
  return typeof value === 'string' && isDecimal(value.trim()) ? Number(value) : value;
}

/** Classes and categories that are texts may be stored as numbers. */
export function asText(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}
