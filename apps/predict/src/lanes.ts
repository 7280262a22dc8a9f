import type { Lane } from '@plumbline/http';

/** The path of the route that takes uploads of model versions. */
export const UPLOADS = /^\/models\/[^/]+\/versions\/?$/i;

const PREDICT = /\/predict\/?(\?|$)/i;
const BATCH = /\/predict\/batch\/?(\?|$)/i;
const FEEDBACK = /^\/feedback/i;

/**
 * The lanes of predict. A client that sends batches or feedback without end, slow uploads, and a database that hangs leave
 * places for single predictions.
 * @param places of single predictions
 */
export function lanesOf(places: number): readonly Lane[] {
  const share = (part: number) => Math.ceil(places * part);
  return [
    { name: 'predictions', places, holds: ({ method, url }) => method === 'POST' && PREDICT.test(url) },
    {
      name: 'batches',
      places: share(1 / 8),
      holds: ({ method, url }) => method === 'POST' && BATCH.test(url),
    },
    { name: 'feedback', places, holds: ({ url }) => FEEDBACK.test(url) },
    {
      name: 'uploads',
      places: share(1 / 32),
      holds: ({ method, url }) => method === 'POST' && UPLOADS.test(url.split('?', 1)[0] ?? ''),
    },
    { name: 'management', places: share(1 / 2), holds: () => true },
  ];
}
