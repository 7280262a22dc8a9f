import type { Lane } from '@plumbline/http';

/** The path of the route that takes uploads of model versions. */
export const UPLOADS = /^\/models\/[^/]+\/versions\/?$/i;

const PREDICT = /\/predict\/?$/i;
const BATCH = /\/predict\/batch\/?$/i;
const SIGN_IN = /^\/session\/?$/i;
const FEEDBACK = /^\/feedback(\/|$)/i;

/**
 * The lanes of predict. A client that sends batches or feedback without end, slow uploads, and a database that hangs leave
 * places for single predictions.
 * @param places of single predictions
 */
export function lanesOf(places: number): readonly Lane[] {
  const share = (part: number) => Math.ceil(places * part);
  return [
    { name: 'predictions', places, holds: ({ method, path }) => method === 'POST' && PREDICT.test(path) },
    {
      name: 'batches',
      places: share(1 / 8),
      holds: ({ method, path }) => method === 'POST' && BATCH.test(path),
    },
    { name: 'feedback', places, holds: ({ path }) => FEEDBACK.test(path) },
    {
      name: 'uploads',
      places: share(1 / 32),
      holds: ({ method, path }) => method === 'POST' && UPLOADS.test(path),
    },
    // Each waits for a password hash at auth.
    {
      name: 'sign_in',
      places: share(1 / 16),
      holds: ({ method, path }) => method === 'POST' && SIGN_IN.test(path),
    },
    { name: 'management', places: share(1 / 2), holds: () => true },
  ];
}
