import { parentPort } from 'node:worker_threads';
import type { RoundRequest } from './evaluation-messages.js';
import { EvaluationRound } from './evaluation-round.js';
import { readProfileOf } from './read-profile-of.js';

const round = new EvaluationRound(readProfileOf);

parentPort?.on('message', (request: RoundRequest) => {
  void round.run(request, (report) => parentPort?.postMessage(report));
});
