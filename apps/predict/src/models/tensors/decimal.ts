const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Whether a text is a decimal number, such as `-1`, `2.50` or `1e-3`. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}
