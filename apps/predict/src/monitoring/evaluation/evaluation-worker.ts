import { parentPort } from 'node:worker_threads';
import type { RoundReport, RoundRequest } from './evaluation-messages.js';
import { EvaluationRound } from './evaluation-round.js';
import { folderProfiles } from './folder-profiles.js';

const round = new EvaluationRound(folderProfiles);

parentPort?.postMessage({ type: 'ready' } satisfies RoundReport);
parentPort?.on('message', (request: RoundRequest) => {
  void round.run(request, (report) => parentPort?.postMessage(report));
});
