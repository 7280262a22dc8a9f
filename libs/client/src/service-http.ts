import { z } from 'zod';

const TIMEOUT_MS = 30_000;

/** Where a service is, and what to do when it does not answer there. */
export interface ServiceAddress {
  readonly url: string;
  /** Ends the message of `ServiceUnreachable`, such as "start it with npm start". */
  readonly hint?: string;
}

/** One HTTP request; `path` begins with a slash. */
export interface HttpRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams | FormData;
  /** 30 seconds by default. */
  readonly timeoutMs?: number;
}

/** What a service answered: parsed JSON, or else the text. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
  /** The wait that `Retry-After` asks for. */
  readonly retryAfterMs: number | undefined;
  /** The `Set-Cookie` headers. */
  readonly cookies: readonly string[];
}

/** A service cannot be used; the message names the service, the reason and what to do next. */
export class ServiceError extends Error {}

/** A service gave no usable answer to one or more attempts. */
export class ServiceUnreachable extends ServiceError {
  constructor(
    service: string,
    { url, hint }: ServiceAddress,
    readonly reason: string,
    attempts = 1,
  ) {
    const repeated = `${service} at ${url} did not answer ${attempts} times in a row (${reason})`;
    const once = `${service} does not answer at ${url} (${reason})${hint === undefined ? '' : `: ${hint}`}`;
    super(attempts > 1 ? repeated : once);
  }
}

/** A service answered with an error status. */
export class ServiceRefused extends ServiceError {
  readonly status: number;
  /** The `code` of a problem document, or the `error` of an OAuth answer. */
  readonly code: string | undefined;
  readonly detail: string;
  /** The wait that `Retry-After` asks for. */
  readonly retryAfterMs: number | undefined;

  constructor(service: string, what: string, answer: HttpAnswer) {
    const { code, detail } = refusalOf(answer);
    super(`${service} refused ${what} (${answer.status}): ${detail}`);
    this.status = answer.status;
    this.code = code;
    this.detail = detail;
    this.retryAfterMs = answer.retryAfterMs;
  }
}

/** A service answered with a body that this client does not understand. */
export class UnexpectedAnswer extends ServiceError {
  constructor(service: string, what: string, cause: z.ZodError) {
    super(`${service} sent an unexpected answer to ${what}: ${z.prettifyError(cause)}`, { cause });
  }
}

/** The signal was aborted while the client waited to send a request again. */
export class Interrupted extends Error {
  constructor() {
    super('Interrupted');
  }
}

const text = z.string().optional().catch(undefined);
const refusalSchema = z.object({ code: text, error: text, detail: text, error_description: text });

/** The code and the reason of a problem document or an OAuth error. */
export function refusalOf({ body }: HttpAnswer): { code: string | undefined; detail: string } {
  const { data } = refusalSchema.safeParse(body);
  const detail = data?.detail ?? data?.error_description ?? data?.error ?? 'no reason given';
  return { code: data?.code ?? data?.error, detail };
}

/** Sends requests to one service and reads its answers. */
export class ServiceHttp {
  private readonly url: string;

  constructor(
    readonly service: string,
    private readonly address: ServiceAddress,
  ) {
    this.url = address.url.replace(/\/+$/, '');
  }

  /** Resolves to an answer of any status. @throws {ServiceUnreachable} */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const { method = 'POST', path, headers, body, timeoutMs = TIMEOUT_MS } = request;
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(this.url + path, { method, headers, body, redirect: 'manual', signal });
      return await read(response);
    } catch (error) {
      throw this.unreachable(reasonOf(error));
    }
  }

  unreachable(reason: string, attempts?: number): ServiceUnreachable {
    return new ServiceUnreachable(this.service, { ...this.address, url: this.url }, reason, attempts);
  }

  /** @throws {ServiceRefused} unless the answer is 2xx */
  check(answer: HttpAnswer, what: string): void {
    if (answer.status < 200 || answer.status > 299) throw new ServiceRefused(this.service, what, answer);
  }

  /** The body of a 2xx answer. @throws {ServiceRefused} @throws {UnexpectedAnswer} */
  parse<Body>(answer: HttpAnswer, schema: z.ZodType<Body>, what: string): Body {
    this.check(answer, what);
    const parsed = schema.safeParse(answer.body);
    if (parsed.success) return parsed.data;
    throw new UnexpectedAnswer(this.service, what, parsed.error);
  }
}

/** Headers and body of a JSON request. */
export function jsonRequest(body: unknown): Pick<HttpRequest, 'headers' | 'body'> {
  return { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/** The header that carries an access token. */
export function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` };
}

async function read(response: Response): Promise<HttpAnswer> {
  const content = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true && content !== '';
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  return {
    status: response.status,
    body: isJson ? JSON.parse(content) : content,
    retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : undefined,
    cookies: response.headers.getSetCookie(),
  };
}

/** Why `fetch` failed, in a few words: the code or the message of its cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = failureSchema.parse(error);
  return cause?.code ?? cause?.message ?? message ?? String(error);
}

const failureSchema = z
  .looseObject({
    message: text,
    cause: z.looseObject({ code: text, message: text }).optional().catch(undefined),
  })
  .catch({});
