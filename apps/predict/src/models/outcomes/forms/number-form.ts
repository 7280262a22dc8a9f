import { isDecimal } from '../../tensors/index.js';
import type { OutcomeForm } from './outcome-form.js';

const read: OutcomeForm['read'] = (given) =>
  typeof given === 'number' && Number.isFinite(given)
    ? { outcome: given }
    : { problem: 'must be a finite number' };

/** One number. */
export const numberForm: OutcomeForm = {
  ofText: Number,
  toJson: Number,
  read,
  readCell: (cell) => read(typeof cell === 'string' && isDecimal(cell.trim()) ? Number(cell) : cell),
};
