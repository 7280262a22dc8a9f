/** Everything that leaves a row in the audit trail. */
export type AuditAction =
  | 'login.succeeded'
  | 'login.failed'
  | 'logout'
  | 'token.issued'
  | 'token.refreshed'
  | 'token.reused'
  | 'token.revoked'
  | 'client_authentication.failed'
  | 'user.created'
  | 'user.deleted'
  | 'user.password_changed'
  | 'user.sessions_ended'
  | 'client.created'
  | 'client.deleted'
  | 'key.created'
  | 'key.retired'
  | 'key.withdrawn';

/** One row of the audit trail. */
export interface AuditEvent {
  readonly action: AuditAction;
  /** Subject of the token, or name of the account, that acted; absent when it was the service itself or is not known. */
  readonly actor?: string;
  /** What it was done to: a username, client id, session id or key id. Never a secret, never a name that is not known. */
  readonly subject?: string;
  /** The network address that the request came from. */
  readonly address?: string;
  readonly detail?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}
