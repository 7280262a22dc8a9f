import type { IncomingHttpHeaders } from 'node:http';
import type { Request } from 'express';
import { BodyTooLarge, UnsupportedMediaType } from '../problems/index.js';
import type { JsonLimits } from '@plumbline/json';

const FORM = 'application/x-www-form-urlencoded';
/** The media type of JSON. */
export const JSON_TYPE = 'application/json';
const MULTIPART = 'multipart/form-data';
const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i;
const UTF_8 = /^(utf-?8|us-ascii)$/i;

/** The bodies that an app accepts. */
export interface BodyOptions {
  /** Limit of one body after decompression. */
  readonly limitBytes: number;
  /** Limit of all bodies that are being read or answered, after decompression. */
  readonly inFlightBytes: number;
  /** Whether forms are accepted besides JSON. */
  readonly forms: boolean;
  readonly json?: JsonLimits;
  /** The route that accepts files, if any. */
  readonly uploads?: UploadOptions;
}

/** A route that reads the stream of a `multipart/form-data` body itself. */
export interface UploadOptions {
  /** The path of POST requests with files. */
  readonly path: RegExp;
  /** Limit of a body with a declared length; the route counts the bytes of others. */
  readonly limitBytes: number;
}

/** The parts of a request that are checked before its body is read. */
type BodyHead = Pick<Request, 'headers' | 'is' | 'method' | 'path'>;

/** Whether the request sends files to the route that accepts them. */
export function isUpload(
  { method, path }: Pick<Request, 'method' | 'path'>,
  uploads: UploadOptions | undefined,
): uploads is UploadOptions {
  return uploads !== undefined && method === 'POST' && uploads.path.test(path);
}

/** Whether a body follows the headers. */
export function hasBody({ headers }: { headers: IncomingHttpHeaders }): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers;
  return encoding !== undefined || (length !== undefined && length !== '0');
}

/** Whether the body is a form rather than JSON; others have been refused before. */
export function isForm({ headers }: Request): boolean {
  return headers['content-type']?.toLowerCase().startsWith(FORM) ?? false;
}

/**
 * Refuses a body whose headers are invalid.
 * @throws {BodyTooLarge | UnsupportedMediaType}
 */
export function checkBodyHeaders(request: BodyHead, { limitBytes, forms, uploads }: BodyOptions): void {
  const upload = isUpload(request, uploads);
  const limit = upload ? uploads.limitBytes : limitBytes;
  if (Number(request.headers['content-length']) > limit) throw new BodyTooLarge(limit);
  const type = request.headers['content-type'];
  if (type === JSON_TYPE && !upload) return;
  const accepted = upload ? [MULTIPART] : forms ? [JSON_TYPE, FORM] : [JSON_TYPE];
  if (!request.is(accepted)) throw new UnsupportedMediaType(type, accepted);
  const charset = CHARSET.exec(type ?? '')?.[1];
  if (!upload && charset !== undefined && !UTF_8.test(charset)) {
    throw new UnsupportedMediaType(`charset ${charset}`, ['UTF-8']);
  }
}
