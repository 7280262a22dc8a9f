/** Passes each message on once. */
export function tellOnce(tell: (message: string) => void): (message: string) => void;

/** What is told of a service that ended although nobody here stopped it. */
export function endText(
  name: string,
  how: { readonly code: number | null; readonly signal: string | null },
  logEnd: string,
): string;
