import type { OutcomeForm } from './outcome-form.js';

/** One number. */
export const numberForm: OutcomeForm = {
  ofText: Number,
  toJson: Number,
  read: (given) =>
    typeof given === 'number' && Number.isFinite(given)
      ? { outcome: given }
      : { problem: 'must be a finite number' },
};
