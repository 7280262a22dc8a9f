import { reasonOf } from '@plumbline/errors';
import type { Clock } from '@plumbline/tasks';
import type { AirflowCredentials } from './airflow-token.js';
import { AirflowRefused, AirflowUnavailable } from './airflow.errors.js';
import type { AirflowObserver } from './airflow.js';

/** An answer of Airflow that the caller expects. */
export interface AirflowAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Request, status and body in one line, for messages. */
  readonly summary: string;
}

/** The part of a body that messages quote. */
const MAX_QUOTE_LENGTH = 500;

/** Sends requests to Airflow's API, with a time limit. Signs in again when Airflow rejects the token. */
export class AirflowHttp {
  constructor(
    private readonly baseUrl: string,
    private readonly credentials: AirflowCredentials,
    private readonly timeoutMs: number,
    private readonly observer: Pick<AirflowObserver, 'answered'>,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  /**
   * @param options.expected statuses besides 2xx that the caller handles.
   * @throws {AirflowUnavailable | AirflowRefused}
   */
  async request(
    method: 'GET' | 'POST',
    path: string,
    options: { readonly body?: object; readonly expected?: readonly number[] } = {},
  ): Promise<AirflowAnswer> {
    let response = await this.send(method, path, options.body);
    if (response.status === 401) {
      this.credentials.discard();
      response = await this.send(method, path, options.body);
    }
    const { status } = response;
    const text = await response.text().catch(() => '');
    const summary = `Airflow answered ${method} ${path} with ${status}: ${text.slice(0, MAX_QUOTE_LENGTH)}`;
    if (response.ok || options.expected?.includes(status) === true) {
      return { status, body: parsed(text), summary };
    }
    if (status >= 500 || [401, 408, 425, 429].includes(status)) {
      const retryAfterS = secondsOf(response.headers.get('Retry-After'), this.clock.now());
      throw new AirflowUnavailable(summary, { retryAfterS });
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
      throw new AirflowUnavailable(`Airflow cannot be reached: ${reasonOf(cause)}`, { cause });
    } finally {
      this.observer.answered((performance.now() - startedAtMs) / 1000);
    }
  }
}

/** The seconds of a `Retry-After` header, which has a number of seconds or a date. */
function secondsOf(retryAfter: string | null, now: Date): number | undefined {
  if (retryAfter === null) return undefined;
  const seconds = /^\d+$/.test(retryAfter)
    ? Number(retryAfter)
    : (Date.parse(retryAfter) - now.getTime()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
