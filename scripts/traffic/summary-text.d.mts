import type { TrafficSummary } from './run-traffic.mjs';

/** The summary for people: a table with one line for each model, then what went wrong. */
export function summaryText(summary: TrafficSummary): string;
