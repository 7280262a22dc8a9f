import type { Kind } from './kind.js';

const REFUSED = { request: 'prediction', status: 503 } as const;

export const overload: Kind = {
  name: 'overload',
  title: 'Overload: 200 clients at once, 8 single predictions and 1 batch allowed',
  clients: 200,
  allows: [REFUSED],
  start: (system) => system.startPredict({ settings: { PREDICT_MAX_IN_FLIGHT: '8' } }),
  async inflict({ rounds, acknowledged, answered }) {
    await acknowledged(1_000 * rounds);
    await answered(200 * rounds, REFUSED);
  },
};
