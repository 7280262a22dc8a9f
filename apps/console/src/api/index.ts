export { addressOf, change, read, SIGNED_OUT } from './client.js';
export type {
  AlertList,
  AuditEvent,
  AuditPage,
  Evaluation,
  EvaluationList,
  Feature,
  Interval,
  ListedModel,
  ModelDetail,
  ModelList,
  Outcome,
  Prediction,
  ReceivedAlert,
  Retrain,
  RetrainDetail,
  RetrainList,
  RetrainPolicy,
  RunEvaluation,
  RunTask,
  User,
  VersionDetail,
} from './answers.js';
export { ApiProblem } from './problem.js';
export { type ApiAnswer, LIVE_MS, useApi } from './use-api.js';
export { upload } from './upload.js';
