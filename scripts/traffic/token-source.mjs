import { Buffer } from 'node:buffer';
import { URLSearchParams } from 'node:url';
import { reasonOf, TrafficFailed } from './errors.mjs';

const SCOPE = 'predict feedback';
const TIMEOUT_MS = 30_000;

/** A token is renewed this long before its end, or when a fifth of its life is left if that is shorter. */
const MARGIN_MS = 60_000;

/** After a renewal that failed the next one waits so long, while the token at hand still holds. */
const RENEW_AGAIN_MS = 5_000;

/**
 * @typedef {{ username: string, password: string } | { clientId: string, clientSecret: string }} Credentials
 */

/** Access tokens from auth: signs a person or a machine client in, and renews the token before it ends. */
export class TokenSource {
  #url;
  #credentials;
  #clock;
  #token;
  #refreshToken;
  #renewAt = 0;
  #endsAt = 0;

  /** @param {string} url of auth @param {Credentials} credentials @param {import('./clock.mjs').Clock} clock */
  constructor(url, credentials, clock) {
    this.#url = url;
    this.#credentials = credentials;
    this.#clock = clock;
  }

  /** A token that holds. @throws {TrafficFailed} when auth gives none */
  async current() {
    if (this.#token !== undefined && this.#clock.now() < this.#renewAt) return this.#token;
    try {
      await this.#signIn();
    } catch (error) {
      if (this.#token === undefined || this.#clock.now() >= this.#endsAt) throw error;
      this.#renewAt = this.#clock.now() + RENEW_AGAIN_MS;
    }
    return this.#token;
  }

  /** Another token than the last one, which was refused. */
  renew() {
    this.#token = undefined;
    return this.current();
  }

  /** Ends the session of a person; a machine client has none. */
  async close() {
    if (this.#refreshToken === undefined) return;
    await this.#post('/logout', {}, { Authorization: `Bearer ${this.#token}` }).catch(() => {});
  }

  async #signIn() {
    const answer = (await this.#refresh()) ?? (await this.#present());
    const body = await answer.json().catch(() => ({}));
    if (!answer.ok) {
      const reason = body.detail ?? body.error_description ?? body.error ?? 'without a reason';
      throw new TrafficFailed(`auth did not sign ${this.#who} in (${answer.status}): ${reason}`);
    }
    const lifeMs = body.expires_in * 1000;
    this.#token = body.access_token;
    this.#refreshToken = body.refresh_token;
    this.#endsAt = this.#clock.now() + lifeMs;
    this.#renewAt = this.#endsAt - Math.min(MARGIN_MS, lifeMs / 5);
  }

  /** Undefined when there is no session to go on with. */
  async #refresh() {
    if (this.#refreshToken === undefined) return undefined;
    const form = { grant_type: 'refresh_token', refresh_token: this.#refreshToken, client_id: 'plumbline' };
    const answer = await this.#post('/oauth/token', form);
    return answer.ok ? answer : undefined;
  }

  #present() {
    const { username, password, clientId, clientSecret } = this.#credentials;
    if (clientId === undefined) return this.#post('/login', { username, password, scope: SCOPE });
    const basic = [clientId, clientSecret].map(encodeURIComponent).join(':');
    const headers = { Authorization: `Basic ${Buffer.from(basic).toString('base64')}` };
    return this.#post('/oauth/token', { grant_type: 'client_credentials', scope: SCOPE }, headers);
  }

  get #who() {
    return this.#credentials.username ?? this.#credentials.clientId;
  }

  async #post(path, form, headers = {}) {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const body = new URLSearchParams(form);
    try {
      return await fetch(this.#url + path, { method: 'POST', headers, body, redirect: 'manual', signal });
    } catch (error) {
      throw new TrafficFailed(
        `auth does not answer at ${this.#url} (${reasonOf(error)}): start it with npm start, or say where it is with --auth-url`,
      );
    }
  }
}

/**
 * The same for a caller that has tokens of its own.
 * @param {() => string | Promise<string>} provider
 */
export function tokensFrom(provider) {
  return { current: async () => provider(), renew: async () => provider(), close: async () => {} };
}
