/** Reads a column, matrix or number as oracle/wire.py writes it. */
export function decode(value) {
  if (value === null || typeof value !== 'object') return number(value);
  if (Array.isArray(value)) return value.map(decode);
  if (value.type === 'float' || value.type === 'integer' || value.type === 'matrix')
    return doubles(value.data);
  if (value.type === 'category') return value.data;
  return value;
}

/** A number, also one that JSON has no word for. */
export function number(value) {
  const names = { nan: NaN, inf: Infinity, '-inf': -Infinity };
  return typeof value === 'string' && value in names ? names[value] : value;
}

function doubles(base64) {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  return new Float64Array(bytes.buffer);
}
