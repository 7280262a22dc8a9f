/** A person, as `GET /users` of auth lists them. */
export interface Person {
  readonly id: string;
  readonly username: string;
  readonly scopes: readonly string[];
  readonly disabled: boolean;
  readonly created_at: string;
}

/** A page of people. */
export interface PersonList {
  readonly users: readonly Person[];
  readonly next?: string;
}

/** A machine client. */
export interface Client {
  readonly client_id: string;
  readonly scopes: readonly string[];
  readonly created_at: string;
}

/** All machine clients. */
export interface ClientList {
  readonly clients: readonly Client[];
}

/** A secret, which is shown once. */
export interface Secret {
  readonly client_id: string;
  readonly client_secret: string;
  readonly old_secret_valid_until?: string;
}

/** All signing keys. */
export interface KeyList {
  readonly keys: readonly {
    readonly kid: string;
    readonly state: 'next' | 'signing' | 'verifying' | 'retired';
    readonly created_at: string;
    readonly signs_from: string;
  }[];
}

/** An event of the audit trail of auth. */
export interface AuthEvent {
  readonly id: number;
  readonly at: string;
  readonly count: number;
  readonly action: string;
  readonly actor: string | null;
  readonly subject: string | null;
  readonly address: string | null;
}

/** A page of that trail. */
export interface AuthEventPage {
  readonly events: readonly AuthEvent[];
  readonly next: string | null;
}

/** `GET /me` of auth. */
export interface Account {
  readonly username: string;
  readonly sessions: readonly {
    readonly id: string;
    readonly current: boolean;
    readonly created_at: string;
    readonly last_used_at: string;
    readonly expires_at: string;
  }[];
}
