/** Who sent a request and what the verified access token allows. */
export interface Principal {
  /** The `sub` claim: a user's id, or a machine client's id. Never reassigned to somebody else. */
  readonly subject: string;
  readonly scopes: ReadonlySet<string>;
  /** The `client_id` claim: the client that the token was issued to. */
  readonly clientId?: string;
  /** The `sid` claim: the sign-in session that the token belongs to; machine clients have none. */
  readonly sessionId?: string;
  /** The `jti` claim. */
  readonly tokenId: string;
  /** When the token ends, in ms since the epoch. */
  readonly expiresAt: number;
}
