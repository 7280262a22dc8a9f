import type { OutputRole } from './output-role.js';

/** The number of a regression. */
export const value: OutputRole = {
  columns: () => 1,
  allowsTexts: false,
  meaning: () => 'a value is one number per row',
  reader: () => (data, row) => {
    const prediction = Number(data[row]);
    return Number.isFinite(prediction) ? { prediction } : `is ${prediction}, which is not a finite number`;
  },
};
