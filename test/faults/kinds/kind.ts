import type { Clients } from '../clients.js';
import type { System } from '../system.js';

/** An answer other than 200 that clients may get while a fault lasts. */
export interface Allowance {
  readonly request: 'prediction' | 'label';
  /** Of all models without it. */
  readonly model?: string;
  /** `none`: the connection breaks. With 404 and 503, `Retry-After` is required too. */
  readonly status: number | 'none';
}

/** What a fault is injected into. */
export interface Stage {
  readonly system: System;
  readonly clients: Clients;
  /** How often to repeat it. */
  readonly rounds: number;
  /** Whether the campaign has time for what takes minutes. */
  readonly isLong: boolean;
  /** Resolves when so many more predictions were acknowledged, of this model or of all. */
  readonly acknowledged: (count: number, model?: string) => Promise<void>;
  /** Resolves when clients got so many more answers of this kind. */
  readonly answered: (count: number, allowance: Allowance) => Promise<void>;
}

/** A kind of fault. */
export interface Kind {
  readonly name: string;
  /** As in the table. */
  readonly title: string;
  readonly clients?: number;
  /** Beside `LABELS_LATER` and `LABELS_PENDING`, which are allowed with every fault. */
  readonly allows: readonly Allowance[];
  /** Starts predict; by default one process with the usual settings. */
  start?(system: System): Promise<unknown>;
  /** Breaks something while clients run. Resolves when it is no longer broken. */
  inflict(stage: Stage): Promise<void>;
}

/** Predictions and labels of every model whose connection breaks. */
export const BROKEN: readonly Allowance[] = [
  { request: 'prediction', status: 'none' },
  { request: 'label', status: 'none' },
];

/** Labels whose predictions are still in the spool of a replica that ended. */
export const LABELS_PENDING: Allowance = { request: 'label', status: 404 };

/** Labels are refused while the database does not answer within a second, which happens on a busy machine too. */
export const LABELS_LATER: Allowance = { request: 'label', status: 503 };
