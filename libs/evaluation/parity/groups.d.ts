/** One number of a case: its name, the value of the real package, that of the library, and how far they are apart. */
export interface ComparedNumber {
  readonly name: string;
  readonly expected: unknown;
  readonly actual: unknown;
  readonly difference: number;
}

/** Compares every number of a case that the oracle wrote with the library's. */
export function compareCase(found: { readonly group: string }): ComparedNumber[];
