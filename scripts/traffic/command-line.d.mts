import type { TrafficOptions } from './run-traffic.mjs';

/** The options that a command line gives, with all defaults. @throws {BadOption} */
export function readCommandLine(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): { readonly options: TrafficOptions };
