import { classReader } from './class-labels.js';
import type { OutputRole } from './output-role.js';

/** Classes that a message lists at most. */
const MAX_LISTED = 20;

/** The predicted class, without probabilities. */
export const label: OutputRole = {
  columns: () => [1],
  meaning: () => 'a label is one value per row',
  reader(output, { names }) {
    const classOf = classReader(names, output);
    return (data, row) => {
      const prediction = classOf(data[row]);
      return prediction === undefined
        ? `is ${String(data[row])}, which is not one of the classes ${listed(names)}`
        : { prediction };
    };
  },
};

function listed(classes: readonly string[]): string {
  const shown = classes.slice(0, MAX_LISTED).join(', ');
  return classes.length > MAX_LISTED ? `${shown} and ${classes.length - MAX_LISTED} more` : shown;
}
