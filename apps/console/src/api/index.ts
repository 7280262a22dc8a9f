export { addressOf, change, read, SIGNED_OUT } from './client.js';
export type {
  Evaluation,
  EvaluationList,
  Feature,
  ListedModel,
  ModelDetail,
  ModelList,
  Outcome,
  Prediction,
  Retrain,
  RetrainList,
  User,
  VersionDetail,
} from './answers.js';
export { ApiProblem } from './problem.js';
export { type ApiAnswer, LIVE_MS, useApi } from './use-api.js';
