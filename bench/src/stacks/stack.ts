import type { Installation } from './installation.js';
import type { ServerProcess } from './server-process.js';

/** What the stacks of one run share. */
export interface StackContext {
  /** Where logs and data go. */
  readonly folder: string;
  readonly installation: Installation;
}

/** A server that is compared with others. */
export interface Stack {
  readonly id: string;
  readonly label: string;
  /** The model that it serves. */
  readonly model: string;
  /** Where it takes rows of the model. */
  readonly path: string;
  /** Whether it is a variant of this product, which uses auth and PostgreSQL. */
  readonly isService: boolean;
  start(context: StackContext): Promise<ServerProcess>;
  /** A valid access token. */
  token(context: StackContext): Promise<string>;
}
