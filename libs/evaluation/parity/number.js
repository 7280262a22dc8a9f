/** A number, also one that JSON has no word for. */
export function number(value) {
  const names = { nan: NaN, inf: Infinity, '-inf': -Infinity };
  return typeof value === 'string' && value in names ? names[value] : value;
}
