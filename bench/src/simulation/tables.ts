import { bands } from './bands.js';
import { falseAlarms } from './false-alarms.js';
import { power } from './power.js';

/** The tables that can be simulated. */
export const tables = { falseAlarms, power, bands };

/** The name of a table. */
export type TableName = keyof typeof tables;
