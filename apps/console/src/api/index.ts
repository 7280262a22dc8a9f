export { addressOf, change, read, SIGNED_OUT } from './client.js';
export type {
  Evaluation,
  EvaluationList,
  ListedModel,
  ModelList,
  ReadyVersion,
  Retrain,
  RetrainList,
  User,
  Version,
} from './answers.js';
export { ApiProblem, type Issue } from './problem.js';
export { type ApiAnswer, LIVE_MS, useApi } from './use-api.js';
