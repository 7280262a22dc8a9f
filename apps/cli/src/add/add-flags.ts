import type { AccountFlags, ServiceFlags } from '../target/index.js';
import type { TaskName } from './guessing/index.js';
import type { CsvOptions } from './rows/index.js';

/** The options of `plumbline add`. */
export interface AddFlags extends AccountFlags, ServiceFlags, CsvOptions {
  readonly data: string;
  /** One column, or several for several targets or labels. */
  readonly target: readonly string[];
  readonly name?: string;
  readonly description?: string;
  readonly heldOut?: boolean;
  readonly promote?: boolean;
  /** True for the default folder. */
  readonly manifestOnly?: string | true;
  readonly yes?: boolean;
  readonly features?: readonly string[];
  readonly drop?: readonly string[];
  readonly type: Readonly<Record<string, string>>;
  /** Keys of features, such as `age.maximum`, and their values. */
  readonly set: Readonly<Record<string, string>>;
  readonly task?: TaskName;
  /** Roles of outputs by their name. */
  readonly output: Readonly<Record<string, string>>;
  readonly classes?: readonly string[];
  readonly positive?: string;
  readonly threshold?: number;
  readonly anomalyIf?: 'above' | 'below';
  readonly f1Average?: string;
}
