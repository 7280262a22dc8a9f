import type { IncomingHttpHeaders } from 'node:http';
import type { Request } from 'express';
import { BodyTooLarge, UnsupportedMediaType } from './http.errors.js';
import type { JsonLimits } from './json-limits.js';

const FORM = 'application/x-www-form-urlencoded';
/** The media type of JSON. */
export const JSON_TYPE = 'application/json';
const MULTIPART = 'multipart/form-data';
const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i;
const UTF_8 = /^(utf-?8|us-ascii)$/i;

/** What the bodies of an app may be. */
export interface BodyOptions {
  /** Of one body, after decompression. */
  readonly limitBytes: number;
  /** Of all bodies that are being read or answered at once, after decompression. */
  readonly inFlightBytes: number;
  /** Whether forms are read beside JSON. */
  readonly forms: boolean;
  readonly json?: JsonLimits;
  /** Where files are sent; without it nowhere. */
  readonly uploads?: UploadOptions;
}

/** A route that reads the stream of a `multipart/form-data` body itself. */
export interface UploadOptions {
  /** Of the POST requests that carry files. */
  readonly path: RegExp;
  /** Of a body that says its length; one that does not is the route's to count. */
  readonly limitBytes: number;
}

/** Whether the request brings files, to a route that takes them. */
export function isUpload(
  { method, path }: Request,
  uploads: UploadOptions | undefined,
): uploads is UploadOptions {
  return uploads !== undefined && method === 'POST' && uploads.path.test(path);
}

/** Whether a body follows the headers. */
export function hasBody({ headers }: { headers: IncomingHttpHeaders }): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers;
  return encoding !== undefined || (length !== undefined && length !== '0');
}

/** Whether the body is a form rather than JSON; what is neither was refused. */
export function isForm({ headers }: Request): boolean {
  return headers['content-type']?.toLowerCase().startsWith(FORM) ?? false;
}

/**
 * Refuses what the headers alone show to be wrong with a body.
 * @throws {BodyTooLarge | UnsupportedMediaType}
 */
export function checkBodyHeaders(request: Request, { limitBytes, forms, uploads }: BodyOptions): void {
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
