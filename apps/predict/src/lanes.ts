import type { Lane } from '@plumbline/http';

const PREDICT = /\/predict\/?(\?|$)/i;
const BATCH = /\/predict\/batch\/?(\?|$)/i;
const FEEDBACK = /^\/feedback/i;

/**
 * The lanes of predict: a client that sends batches or feedback without end, or a database that hangs, leaves places for
 * single predictions.
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
    { name: 'management', places: share(1 / 2), holds: () => true },
  ];
}
