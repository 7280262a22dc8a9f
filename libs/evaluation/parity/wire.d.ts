/** Reads a column or matrix as the oracle writes it. */
export function decode(value: object): ArrayLike<number>;
