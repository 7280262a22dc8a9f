import { parentPort } from 'node:worker_threads';
import type { RoundRequest } from './evaluation-messages.js';
import { EvaluationRound } from './evaluation-round.js';
import { folderProfiles } from './folder-profiles.js';

const round = new EvaluationRound(folderProfiles);

parentPort?.on('message', (request: RoundRequest) => {
  void round.run(request, (report) => parentPort?.postMessage(report));
});
