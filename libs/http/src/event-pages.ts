import { z } from 'zod';

const MAX_EVENTS = 1_000;

/** Where a page starts: the `next` of the page before, which is the number of its last row. */
export const pageStart = z
  .string()
  .regex(/^\d{1,15}$/, 'must be the `next` of a page')
  .describe('The `next` of the previous page');

/** The start of the page that follows. */
export const nextPage = z.string().nullable().describe('The start of the next page; null on the last page');

/** The part of a query that selects a page of events. */
export const eventPageQuery = {
  before: pageStart.optional(),
  limit: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(1)
    .max(MAX_EVENTS)
    .default(100),
};

/** A page of such events, newest first. */
export function eventPageSchema<Event extends z.ZodType>(event: Event) {
  return z.object({ events: z.array(event), next: nextPage });
}

/**
 * The page of these rows.
 * @param rows newest first, one more than the limit if there are as many
 * @param eventOf an event as it is answered
 */
export function eventPage<Row extends { readonly id: number }, Event>(
  rows: readonly Row[],
  limit: number,
  eventOf: (row: Row) => Event,
): { events: Event[]; next: string | null } {
  const shown = rows.slice(0, limit);
  return { events: shown.map(eventOf), next: rows.length > limit ? String(shown.at(-1)?.id) : null };
}
