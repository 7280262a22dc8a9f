import express, { type ErrorRequestHandler, type Request, type RequestHandler } from 'express';
import { BodyTooLarge, MalformedJson, UnreadableBody, UnsupportedMediaType } from './http.errors.js';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const BYTE_ORDER_MARK = '\u{FEFF}';

/** What the bodies of an app may be. */
export interface BodyOptions {
  readonly limitBytes: number;
  /** Whether forms are read beside JSON. */
  readonly forms: boolean;
}

/** Middleware that reads request bodies, or refuses them with an error that says what is accepted. */
export function readBodies({ limitBytes, forms }: BodyOptions): (RequestHandler | ErrorRequestHandler)[] {
  const json = readJson(limitBytes);
  const form = express.urlencoded({ limit: limitBytes, extended: false });
  const accepted = forms ? [JSON_TYPE, FORM] : [JSON_TYPE];
  return [
    refuseTooLarge(limitBytes),
    refuseOtherTypes(accepted),
    json,
    ...(forms ? [form] : []),
    nameBodyErrors(limitBytes),
  ];
}

/** A body that says it is too large is refused at once; body-parser would first wait for all of it. */
function refuseTooLarge(limitBytes: number): RequestHandler {
  return ({ headers }, _response, next) =>
    next(Number(headers['content-length']) > limitBytes ? new BodyTooLarge(limitBytes) : undefined);
}

function refuseOtherTypes(accepted: string[]): RequestHandler {
  return (request, _response, next) => {
    const { 'content-type': type, 'content-length': length, 'transfer-encoding': encoding } = request.headers;
    if (type === JSON_TYPE) return next();
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
