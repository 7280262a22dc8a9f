import express, { type ErrorRequestHandler, type Request, type RequestHandler } from 'express';
import { BodyTooLarge, MalformedJson, UnreadableBody, UnsupportedMediaType } from './http.errors.js';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const MULTIPART = 'multipart/form-data';
const BYTE_ORDER_MARK = '\u{FEFF}';

/** What the bodies of an app may be. */
export interface BodyOptions {
  readonly limitBytes: number;
  /** Whether forms are read beside JSON. */
  readonly forms: boolean;
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

/** Middleware that reads request bodies, or refuses them with an error that says what is accepted. */
export function readBodies(options: BodyOptions): (RequestHandler | ErrorRequestHandler)[] {
  const { limitBytes, forms } = options;
  const json = readJson(limitBytes);
  const form = express.urlencoded({ limit: limitBytes, extended: false });
  const accepted = forms ? [JSON_TYPE, FORM] : [JSON_TYPE];
  return [
    refuseTooLarge(options),
    refuseOtherTypes(accepted, options.uploads),
    json,
    ...(forms ? [form] : []),
    nameBodyErrors(limitBytes),
  ];
}

/** A body that says it is too large is refused at once; body-parser would first wait for all of it. */
function refuseTooLarge({ limitBytes, uploads }: BodyOptions): RequestHandler {
  return (request, _response, next) => {
    const bytes = Number(request.headers['content-length']);
    if (!(bytes > limitBytes)) return next();
    const limit = isUpload(request, uploads) ? uploads.limitBytes : limitBytes;
    next(bytes > limit ? new BodyTooLarge(limit) : undefined);
  };
}

/** Whether the request brings files, to a route that takes them. */
export function isUpload(
  { method, path }: Request,
  uploads: UploadOptions | undefined,
): uploads is UploadOptions {
  return uploads !== undefined && method === 'POST' && uploads.path.test(path);
}

function refuseOtherTypes(others: string[], uploads: UploadOptions | undefined): RequestHandler {
  return (request, _response, next) => {
    const { 'content-type': type, 'content-length': length, 'transfer-encoding': encoding } = request.headers;
    const accepted = isUpload(request, uploads) ? [MULTIPART] : others;
    if (type === JSON_TYPE && accepted === others) return next();
    const empty = encoding === undefined && (length === undefined || length === '0');
    if (empty || request.is(accepted)) return next();
    next(new UnsupportedMediaType(type, accepted));
  };
}

/**
 * Reads plain JSON of a known length, which is what nearly every request carries, by itself, and leaves everything
 * else to body-parser. The answers are the same; body-parser's streams and scopes would cost a tenth of a prediction.
 */
function readJson(limitBytes: number): RequestHandler {
  const readAny = express.json({ limit: limitBytes, strict: false });
  return (request, response, next) => {
    if (!isPlainJson(request, limitBytes)) return readAny(request, response, next);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      try {
        request.body = parseJson(chunks);
      } catch (error) {
        return next(new MalformedJson(error as Error));
      }
      next();
    });
  };
}

function isPlainJson({ headers }: Request, limitBytes: number): boolean {
  const length = Number(headers['content-length']);
  return (
    headers['content-type'] === JSON_TYPE &&
    headers['content-encoding'] === undefined &&
    length > 0 &&
    length <= limitBytes
  );
}

function parseJson(chunks: readonly Buffer[]): unknown {
  const [first] = chunks;
  const text = (first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks)).toString();
  return JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
}

/** Turns body-parser's errors into the API's own. */
function nameBodyErrors(limitBytes: number): ErrorRequestHandler {
  return (error: Error & { type?: string; expose?: boolean }, _request, _response, next) => {
    if (error.type === 'entity.too.large') return next(new BodyTooLarge(limitBytes));
    if (error.type === 'entity.parse.failed') return next(new MalformedJson(error));
    if (error.type === 'encoding.unsupported' || error.type === 'charset.unsupported') {
      return next(new UnsupportedMediaType(error.message, ['UTF-8 JSON, plain or gzip']));
    }
    next(error.expose ? new UnreadableBody(error) : error);
  };
}
