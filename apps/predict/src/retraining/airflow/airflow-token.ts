import { z } from 'zod';
import { AirflowUnavailable } from './airflow.errors.js';
import type { AirflowObserver, AirflowOptions } from './airflow.js';

/** Gives the value of an Authorization header. */
export interface AirflowCredentials {
  header(): Promise<string>;
  /** The last header was answered 401. */
  refused(): void;
}

/** Some releases call it `jwt_token`. */
const tokenSchema = z
  .union([z.object({ access_token: z.string() }), z.object({ jwt_token: z.string() })])
  .transform((token) => ('access_token' in token ? token.access_token : token.jwt_token));

/** The user and password themselves, as Airflow 2 takes them. */
export class BasicCredentials implements AirflowCredentials {
  private readonly value: string;

  constructor({ username, password }: AirflowOptions) {
    this.value = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }

  header(): Promise<string> {
    return Promise.resolve(this.value);
  }

  refused(): void {}
}

/** A token of Airflow 3, signed in for once and again when it was refused. */
export class TokenCredentials implements AirflowCredentials {
  private token: Promise<string> | undefined;

  constructor(
    private readonly options: AirflowOptions,
    private readonly observer: Pick<AirflowObserver, 'signedIn'>,
  ) {}

  async header(): Promise<string> {
    const token = (this.token ??= this.signIn());
    try {
      return `Bearer ${await token}`;
    } catch (error) {
      if (this.token === token) this.token = undefined;
      throw error;
    }
  }

  refused(): void {
    this.token = undefined;
  }

  private async signIn(): Promise<string> {
    const { url, username, password, timeoutMs } = this.options;
    const response = await fetch(`${url}/auth/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username, password }),
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((cause: unknown) => {
      throw new AirflowUnavailable(`Airflow cannot be reached: ${(cause as Error).message}`, { cause });
    });
    if (response.status === 404) {
      throw new AirflowUnavailable(`There is no ${url}/auth/token: an Airflow 2 needs AIRFLOW_API=v1`);
    }
    if (!response.ok) {
      throw new AirflowUnavailable(`Airflow does not let ${username} sign in (status ${response.status})`);
    }
    const answer = tokenSchema.safeParse(await response.json().catch(() => undefined));
    if (!answer.success) throw new AirflowUnavailable('Airflow answered the sign-in without a token');
    this.observer.signedIn();
    return answer.data;
  }
}
