import type { AuthClient, Credentials, TokenGrant } from './auth-client.js';
import { WaitingClock } from './clock.js';

/** A token is renewed this long before it expires, or when a fifth of its life is left if that is shorter. */
const MARGIN_MS = 60_000;

/** The wait after a failed renewal, while the token at hand is still valid. */
const RETRY_MS = 5_000;

/** Where a client takes its access tokens from. */
export interface Tokens {
  /** A token that is valid now. */
  current(): Promise<string>;
  /** A new token, after the last one was refused. */
  renew(): Promise<string>;
}

/** Tokens that the caller provides. */
export function givenTokens(provide: () => string | Promise<string>): Tokens {
  const token = async () => provide();
  return { current: token, renew: token };
}

/** The session of a person or a machine client at auth: signs in at first use, renews the token before it expires. */
export class TokenSession implements Tokens {
  private grant: TokenGrant | undefined;
  private renewAtMs = 0;
  private expiresAtMs = 0;

  /** @param scope space-separated; all scopes of the account without it */
  constructor(
    private readonly auth: AuthClient,
    private readonly credentials: Credentials,
    private readonly scope?: string,
    private readonly clock: WaitingClock = new WaitingClock(),
  ) {}

  /** @throws {ServiceError} when auth issues no token and the last one has expired */
  async current(): Promise<string> {
    const { grant } = this;
    if (grant !== undefined && this.clock.monotonicMs() < this.renewAtMs) return grant.access_token;
    try {
      return await this.signIn();
    } catch (error) {
      if (grant === undefined || this.clock.monotonicMs() >= this.expiresAtMs) throw error;
      this.renewAtMs = this.clock.monotonicMs() + RETRY_MS;
      return grant.access_token;
    }
  }

  renew(): Promise<string> {
    return this.signIn();
  }

  /** Ends the session of a person. A machine client has none. */
  async close(): Promise<void> {
    if (this.grant?.refresh_token === undefined) return;
    await this.auth.signOut(this.grant.access_token).catch(() => {});
  }

  private async signIn(): Promise<string> {
    const refreshed = await this.auth.refresh(this.grant?.refresh_token);
    const grant = refreshed ?? (await this.auth.signIn(this.credentials, this.scope));
    const lifeMs = grant.expires_in * 1000;
    this.grant = grant;
    this.expiresAtMs = this.clock.monotonicMs() + lifeMs;
    this.renewAtMs = this.expiresAtMs - Math.min(MARGIN_MS, lifeMs / 5);
    return grant.access_token;
  }
}
