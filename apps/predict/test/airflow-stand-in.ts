import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers like the parts of Airflow 3's API that retraining uses, so that tests can make it fail at will. */
export interface AirflowStandIn {
  readonly url: string;
  /** Runs by id, in the order they were created. */
  readonly runs: Map<string, { state: string; conf: Record<string, unknown> }>;
  /** Requests to create a run, refused ones included. */
  readonly triggers: number;
  paused: boolean;
  /** Called before a request is answered; a status it returns is the answer. */
  fault: ((method: string, path: string) => number | undefined) | undefined;
  /** Tokens issued so far are refused from now on. */
  expireTokens(): void;
  close(): Promise<void>;
}

const DAG = '/api/v2/dags/ml_pipeline_mixed_experiment_dvc';

/** Starts it on a free port; user `retrainer`, password `letmein`. */
export async function airflowStandIn(): Promise<AirflowStandIn> {
  const runs: AirflowStandIn['runs'] = new Map();
  let [token, triggers] = [1, 0];
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const standIn: AirflowStandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    runs,
    get triggers() {
      return triggers;
    },
    paused: false,
    fault: undefined,
    expireTokens: () => void token++,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return standIn;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    const body = await readBody(request);
    const fault = standIn.fault?.(method, path);
    if (path === `${DAG}/dagRuns` && method === 'POST') triggers++;
    if (fault !== undefined) return send(response, fault, { detail: 'as the test wants it' });
    if (path === '/auth/token') return signIn(response, body);
    if (headers.authorization !== `Bearer token-${token}`) return send(response, 401, { detail: 'Invalid' });
    return route(response, method, path, body);
  }

  function signIn(response: ServerResponse, { username, password }: Record<string, unknown>): void {
    const known = username === 'retrainer' && password === 'letmein';
    send(response, known ? 201 : 401, known ? { access_token: `token-${token}` } : { detail: 'Invalid' });
  }

  function route(
    response: ServerResponse,
    method: string,
    path: string,
    body: Record<string, unknown>,
  ): void {
    if (path === DAG) return send(response, 200, { is_paused: standIn.paused });
    if (method === 'POST' && path === `${DAG}/dagRuns`) return create(response, body);
    if (path.startsWith(`${DAG}/dagRuns?`)) {
      const active = [...runs].filter(([, { state }]) => state === 'queued' || state === 'running');
      return send(response, 200, { dag_runs: active.map(([id, run]) => document(id, run)) });
    }
    const id = decodeURIComponent(path.slice(`${DAG}/dagRuns/`.length));
    const run = runs.get(id);
    return run === undefined ? send(response, 404, {}) : send(response, 200, document(id, run));
  }

  /** As strict as Airflow 3: `logical_date` has to be there, other keys than these may not. */
  function create(response: ServerResponse, body: Record<string, unknown>): void {
    const { dag_run_id: id, conf, logical_date: date, ...others } = body;
    if (date !== null || Object.keys(others).length > 0) return send(response, 422, { detail: 'extra' });
    if (runs.has(String(id))) return send(response, 409, { detail: 'exists' });
    const run = { state: 'queued', conf: conf as Record<string, unknown> };
    runs.set(String(id), run);
    send(response, 200, document(String(id), run));
  }
}

function document(id: string, { state, conf }: { state: string; conf: object }) {
  return { dag_run_id: id, state, conf, logical_date: null };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}
