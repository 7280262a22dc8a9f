import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { UnreadableBody, UnsupportedMediaType } from '../problems/index.js';

/** Checks each chunk of a body and the size so far; throws to stop reading. */
export type CheckChunk = (chunk: Buffer, bytes: number) => void;

/** A request whose body is read. */
type BodySource = Readable & { readonly headers: IncomingHttpHeaders };

const decompressors = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress };

/** Supported content codings besides `identity`. */
const CODINGS = Object.keys(decompressors);

/**
 * Reads the whole body, decompressed. An error of `check` stops reading at once, and the rest of the request is
 * discarded.
 * @throws {UnreadableBody | UnsupportedMediaType}
 */
export function readBody(request: BodySource, check: CheckChunk): Promise<Buffer> {
  const source = decompressed(request);
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    const stop = (error: Error): void => {
      source.off('data', take).off('end', finish);
      chunks.length = 0;
      if (source !== request) {
        request.unpipe();
        source.destroy();
      }
      // `unpipe` pauses the request, and the rest would never be discarded.
      request.resume();
      reject(error);
    };
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      try {
        check(chunk, bytes);
        chunks.push(chunk);
      } catch (error) {
        stop(error as Error);
      }
    };
    const fail = (cause: Error): void => stop(new UnreadableBody(cause));
    const finish = (): void => {
      const body = joined(chunks);
      if (isUtf8(body)) resolve(body);
      else fail(new Error('it is not valid UTF-8'));
    };
    source.on('data', take).once('end', finish).once('error', fail);
    if (source !== request) request.once('error', fail);
  });
}

function decompressed(request: BodySource): Readable {
  const coding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (coding === 'identity') return request;
  if (!(coding in decompressors)) {
    throw new UnsupportedMediaType(`Content-Encoding ${coding}`, [...CODINGS, 'identity']);
  }
  return request.pipe(decompressors[coding as keyof typeof decompressors]());
}

function joined(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks;
  return first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks);
}
