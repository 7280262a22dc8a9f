import type { AirflowCredentials } from './airflow-token.js';
import { AirflowRefused, AirflowUnavailable } from './airflow.errors.js';
import type { AirflowObserver } from './airflow.js';

/** An answer of Airflow that means something to the caller. */
export interface AirflowAnswer {
  readonly status: number;
  readonly body: unknown;
  /** What was asked and how Airflow answered, for messages. */
  readonly summary: string;
}

/** No detail of Airflow's is kept beyond this. */
const MAX_DETAIL = 500;

/** Sends requests to Airflow's API: with a time limit, signing in once more when the token was refused. */
export class AirflowHttp {
  constructor(
    private readonly baseUrl: string,
    private readonly credentials: AirflowCredentials,
    private readonly timeoutMs: number,
    private readonly observer: Pick<AirflowObserver, 'answered'>,
  ) {}

  /**
   * @param expected statuses besides 2xx that the caller understands.
   * @throws {AirflowUnavailable | AirflowRefused}
   */
  async ask(
    method: 'GET' | 'POST',
    path: string,
    options: { readonly body?: object; readonly expected?: readonly number[] } = {},
  ): Promise<AirflowAnswer> {
    let response = await this.send(method, path, options.body);
    if (response.status === 401) {
      this.credentials.refused();
      response = await this.send(method, path, options.body);
    }
    const { status } = response;
    const text = await response.text().catch(() => '');
    const summary = `Airflow answered ${method} ${path} with ${status}: ${text.slice(0, MAX_DETAIL)}`;
    if (response.ok || options.expected?.includes(status) === true) {
      return { status, body: parsed(text), summary };
    }
    if (status >= 500 || [401, 408, 425, 429].includes(status)) {
      throw new AirflowUnavailable(summary, { retryAfterS: secondsOf(response.headers.get('Retry-After')) });
    }
    throw new AirflowRefused(summary);
  }

  private async send(method: string, path: string, body?: object): Promise<Response> {
    const authorization = await this.credentials.header();
    const startedAtMs = performance.now();
    try {
      return await fetch(this.baseUrl + path, {
        method,
        headers: {
          Authorization: authorization,
          Accept: 'application/json',
          ...(body && { 'Content-Type': 'application/json' }),
        },
        body: body && JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(this.timeoutMs),
      });
    } catch (cause) {
      const { message, cause: deeper } = cause as Error;
      const detail = deeper instanceof Error ? `${message}: ${deeper.message}` : message;
      throw new AirflowUnavailable(`Airflow cannot be reached: ${detail}`, { cause });
    } finally {
      this.observer.answered((performance.now() - startedAtMs) / 1000);
    }
  }
}

/** Of a header `Retry-After`, which may name a number of seconds or a moment. */
function secondsOf(retryAfter: string | null): number | undefined {
  if (retryAfter === null) return undefined;
  const seconds = /^\d+$/.test(retryAfter)
    ? Number(retryAfter)
    : (Date.parse(retryAfter) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
