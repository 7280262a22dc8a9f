import { existsSync, readFileSync, statSync } from 'node:fs';

const LINES = 15;

/** The size of a log file so far, in bytes; 0 when there is none. */
export function logSize(file) {
  return existsSync(file) ? statSync(file).size : 0;
}

/** The last lines of a log file after its first `from` bytes, which are those of earlier starts. */
export function logTail(file, from) {
  return readFileSync(file).subarray(from).toString('utf8').trimEnd().split('\n').slice(-LINES).join('\n');
}
