/** The path of the first of the names that is a program in the PATH. */
export function findProgram(names: readonly string[]): string | undefined;

/** A port of this machine that nothing listens on. */
export function freePort(): Promise<number>;
