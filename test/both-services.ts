import { addUser, signIn } from '../apps/auth/test/accounts.js';
import { startAuth } from '../apps/auth/test/auth-service.js';
import { startApp, tokenFor } from '../apps/predict/test/running-app.js';
import { toyModels } from '../apps/predict/test/toy-models.js';
import type { Document } from './openapi-samples.js';

/** A service on a free port, for tests that hold for every route of both. */
export interface Service {
  readonly url: string;
  /** A token with every scope of the service's routes. */
  readonly token: string;
  /** A token with none of the scopes that a route asks for. */
  readonly tokenWithoutScope: string;
  close(): Promise<void>;
}

/** The services by name, each to be started. */
export const services: [name: string, start: () => Promise<Service>][] = [
  ['auth', auth],
  ['predict', predict],
];

async function auth(): Promise<Service> {
  const service = await startAuth();
  return {
    url: service.url,
    token: (await signIn(service)).access_token,
    tokenWithoutScope: (await signIn(service, await addUser(service, 'pat', 'predict'))).access_token,
    close: () => service.close(),
  };
}

async function predict(): Promise<Service> {
  const app = await startApp({
    PREDICT_MODELS_DIR: toyModels,
    PREDICT_DEFAULT_MODEL: 'mood',
    RETRAIN_MODE: 'approve',
    AIRFLOW_URL: 'http://127.0.0.1:1',
    AIRFLOW_USERNAME: 'x',
    AIRFLOW_PASSWORD: 'x',
  });
  return {
    url: app.url,
    token: tokenFor('predict feedback feedback:any monitor models retrain retrain:approve admin'),
    tokenWithoutScope: tokenFor(''),
    close: () => app.close(),
  };
}

/** The OpenAPI document that the service publishes. */
export async function documentOf({ url }: Service): Promise<Document> {
  return (await (await fetch(`${url}/docs/json`)).json()) as Document;
}
