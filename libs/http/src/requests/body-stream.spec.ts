import { PassThrough } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { readBody } from './body-stream.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function refuseSecond(_chunk: Buffer, bytes: number): void {
  if (bytes > 1_000) throw new Error('too large');
}

/** Sends two chunks, of which the second is refused; the references are to what they are made of. */
async function refuse(
  request: PassThrough & { headers: Record<string, string> },
): Promise<WeakRef<Buffer>[]> {
  const chunks = [Buffer.alloc(1_000), Buffer.alloc(1_000)];
  const reading = readBody(request, refuseSecond);
  for (const chunk of chunks) request.write(chunk);
  await expect(reading).rejects.toThrow('too large');
  return chunks.map((chunk) => new WeakRef(chunk));
}

test('a body that is refused is not kept while the rest of it arrives', async () => {
  const request = Object.assign(new PassThrough(), { headers: {} });
  const references = await refuse(request);
  request.write(Buffer.alloc(1_000));
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  expect(references.map((reference) => reference.deref()?.length)).toEqual([undefined, undefined]);
  request.end();
});
