export { AirflowClient, type AirflowRun, type AirflowTask } from './airflow-client.js';
export { AuthClient, type Credentials, type TokenGrant } from './auth-client.js';
export { WaitingClock } from './clock.js';
export { PredictClient, type PredictOptions } from './predict-client.js';
export type {
  BatchAnswer,
  Label,
  ListedModel,
  ModelVersions,
  PredictedRow,
  PredictionAnswer,
  RetrainingRun,
} from './predict-answers.js';
export { type AttemptObserver, type RetryPolicy, retryPolicy } from './retry.js';
export {
  type HttpAnswer,
  type HttpRequest,
  Interrupted,
  type ServiceAddress,
  ServiceError,
  ServiceRefused,
  ServiceUnreachable,
  UnexpectedAnswer,
} from './service-http.js';
export { givenTokens, TokenSession, type Tokens } from './token-session.js';
