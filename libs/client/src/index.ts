export { AirflowClient, type AirflowTask } from './airflow-client.js';
export { AuthClient, type Credentials, type TokenGrant } from './auth-client.js';
export { AuthSessions, type BrowserOrigin, type OpenedSession } from './auth-sessions.js';
export { WaitingClock } from './clock.js';
export { PredictClient } from './predict-client.js';
export type { BatchAnswer, ListedModel, Outcome, PredictedRow, RetrainingRun } from './predict-answers.js';
export { type AttemptObserver, retryPolicy } from './retry.js';
export {
  type HttpAnswer,
  type HttpRequest,
  Interrupted,
  jsonRequest,
  ServiceError,
  ServiceRefused,
  ServiceUnreachable,
  UnexpectedAnswer,
} from './service-http.js';
export { givenTokens, TokenSession, type Tokens } from './token-session.js';
