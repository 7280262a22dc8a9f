export { exitCodeOf, ExitCode, UsageError } from './exit-code.js';
export { examples } from './examples.js';
