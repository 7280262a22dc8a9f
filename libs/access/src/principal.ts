/** Who sent a request and what the verified access token allows. */
export interface Principal {
  /** The `sub` claim: a user's id, or a machine client's id. Never reused for another one. */
  readonly subject: string;
  readonly scopes: ReadonlySet<string>;
  /** The `client_id` claim: the client that the token was issued to. */
  readonly clientId?: string;
  /** The `client_instance` claim: distinguishes a machine client from a deleted one with the same id. */
  readonly clientInstance?: string;
  /** The `sid` claim: the session of the token; machine clients have none. */
  readonly sessionId?: string;
  /** The `jti` claim. */
  readonly tokenId: string;
  /** When the token ends, in ms since the epoch. */
  readonly expiresAt: number;
}
