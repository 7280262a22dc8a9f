const AUTH = 'http://127.0.0.1:8001';
const PREDICT = 'http://127.0.0.1:8002';
const PROMETHEUS = 'http://127.0.0.1:9090';

/** Signs in, through a proxy when the address of a client is given; resolves to the access token. */
export async function signIn(password: string, client?: string): Promise<string> {
  const response = await fetch(`${AUTH}/login`, {
    method: 'POST',
    headers: client === undefined ? {} : { 'x-forwarded-for': client },
    body: new URLSearchParams({ username: 'admin', password }),
  });
  if (!response.ok) throw new Error(`POST /login answered ${response.status}: ${await response.text()}`);
  return ((await response.json()) as { access_token: string }).access_token;
}

/** Posts JSON to predict; rejects when the connection breaks before the answer. */
export function post(path: string, token: string, body: string): Promise<Response> {
  return fetch(`${PREDICT}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body,
  });
}

/** Asks the default model; resolves to the id of the acknowledged prediction. */
export async function predict(token: string): Promise<string> {
  const response = await post('/predict', token, JSON.stringify({ designation: 'console', description: '' }));
  if (!response.ok) throw new Error(`POST /predict answered ${response.status}: ${await response.text()}`);
  return ((await response.json()) as { prediction_id: string }).prediction_id;
}

/** The status of the answer to feedback for the prediction. */
export async function giveFeedback(token: string, predictionId: string): Promise<number> {
  const body = JSON.stringify({ prediction_id: predictionId, actual: '60' });
  return (await post('/feedback', token, body)).status;
}

/** A batch of the default model of almost 4 MiB. */
export function largeBatch(): string {
  const instance = { designation: 'console', description: 'console de jeux '.repeat(257) };
  return JSON.stringify({ instances: Array.from({ length: 1_000 }, () => instance) });
}

/** Whether predict says that it lives. */
export async function isAlive(): Promise<boolean> {
  return (await fetch(`${PREDICT}/health/live`)).ok;
}

/** The health of every target that Prometheus scrapes. */
export async function targets(): Promise<string[]> {
  const { data } = (await (await fetch(`${PROMETHEUS}/api/v1/targets`)).json()) as {
    data: { activeTargets: { health: string }[] };
  };
  return data.activeTargets.map(({ health }) => health);
}
