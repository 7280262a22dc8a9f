/** The largest difference between two runs that predict accepts: absolute up to 1, relative above. */
const TOLERANCE = 1e-4;

/** Whether two answers are equal, numbers within the tolerance. */
export function areSame(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' && typeof other === 'number') {
    return Math.abs(one - other) <= TOLERANCE * Math.max(1, Math.abs(one));
  }
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other;
  const [left, right] = [Object.entries(one), new Map<string, unknown>(Object.entries(other))];
  return left.length === right.size && left.every(([key, value]) => areSame(value, right.get(key)));
}
