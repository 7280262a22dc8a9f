import { reasonOf } from '@plumbline/errors';
import { z } from 'zod';
import { AirflowUnavailable } from './airflow.errors.js';
import type { AirflowObserver, AirflowOptions } from './airflow.js';

/** Credentials for Airflow's API. */
export interface AirflowCredentials {
  /** The value of the Authorization header. */
  header(): Promise<string>;
  /** Airflow answered the last header with 401. */
  discard(): void;
}

/** Some releases name the token `jwt_token`. */
const tokenSchema = z
  .union([z.object({ access_token: z.string() }), z.object({ jwt_token: z.string() })])
  .transform((token) => ('access_token' in token ? token.access_token : token.jwt_token));

/** User and password, for Airflow 2. */
export class BasicCredentials implements AirflowCredentials {
  private readonly value: string;

  constructor({ username, password }: AirflowOptions) {
    this.value = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }

  header(): Promise<string> {
    return Promise.resolve(this.value);
  }

  discard(): void {}
}

/** A token of Airflow 3, issued for user and password. */
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

  discard(): void {
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
      throw new AirflowUnavailable(`Airflow cannot be reached: ${reasonOf(cause)}`, { cause });
    });
    if (response.status === 404) {
      throw new AirflowUnavailable(`${url}/auth/token does not exist: Airflow 2 needs AIRFLOW_API=v1`);
    }
    if (!response.ok) {
      throw new AirflowUnavailable(
        `Airflow rejected the sign-in of ${username} with status ${response.status}`,
      );
    }
    const answer = tokenSchema.safeParse(await response.json().catch(() => undefined));
    if (!answer.success) throw new AirflowUnavailable('Airflow answered the sign-in without a token');
    this.observer.signedIn();
    return answer.data;
  }
}
