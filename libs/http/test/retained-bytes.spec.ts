import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

/** A request and its response take more than 5 kB; half a kilobyte is left by those in flight during a collection. */
const MAX_BYTES = 1_500;

/**
 * What the young generation could have freed grows the heap until a full collection, which stalls requests. A `Map` of requests has
 * this effect: its replaced tables refer to each other.
 */
test('answered and refused requests are freed without a full garbage collection', async () => {
  const program = join(import.meta.dirname, 'retained-bytes.mjs');
  const flags = ['--expose-gc', '--initial-heap-size=1000', '--max-semi-space-size=4'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, program]);
  const { answered, refused } = JSON.parse(stdout) as { answered: number; refused: number };
  expect(answered).toBeLessThan(MAX_BYTES);
  expect(refused).toBeLessThan(MAX_BYTES);
});
