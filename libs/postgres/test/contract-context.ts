import type { Database } from '../src/database.js';

/** A real PostgreSQL server that a spec may break. */
export interface ServerUnderTest {
  /** An account that may create databases. */
  readonly url: string;
  /** Kills the postmaster with SIGKILL and returns when it is gone; its sessions end a moment later. */
  crash(): Promise<void>;
  /** Returns when the server runs again. */
  recover(): Promise<void>;
  stop(): Promise<void>;
}

/** What each part of the contract works with. */
export interface ContractContext {
  readonly server: ServerUnderTest;
  /** The URL of a new, empty database. */
  readonly freshUrl: () => Promise<string>;
  /** Opens it for a service; without a folder its one migration creates `ledger.entry (id int PRIMARY KEY)`. */
  readonly open: (url: string, migrations?: string) => Promise<Database>;
}
