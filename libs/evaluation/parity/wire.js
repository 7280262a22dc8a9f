import { draw } from './drawn.js';
import { number } from './number.js';

/** Reads a column, matrix or number as oracle/wire.py writes it. */
export function decode(value) {
  if (value === null || typeof value !== 'object') return number(value);
  if (Array.isArray(value)) return value.map(decode);
  if (value.draw !== undefined) return draw(value);
  if (value.type === 'float' || value.type === 'integer' || value.type === 'matrix')
    return doubles(value.data);
  if (value.type === 'category') return value.data;
  return value;
}

/** A column of a table, whose type tells integers from numbers. */
export function tableColumn(column) {
  return column.type === 'integer' ? Int32Array.from(decode(column)) : decode(column);
}

function doubles(base64) {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  return new Float64Array(bytes.buffer);
}
