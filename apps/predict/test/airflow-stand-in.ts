import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AirflowCall, type Answer, type StandInRules, v1Rules, v2Rules } from './airflow-rules.js';

/** A run; the tasks and what they returned are those that a test sets. */
export interface StandInRun {
  state: string;
  readonly conf: Record<string, unknown>;
  tasks?: readonly object[];
  results?: Readonly<Record<string, unknown>>;
}

/** A server with the parts of Airflow's API that retraining uses. Tests can make it fail. */
export interface AirflowStandIn {
  readonly url: string;
  /** Runs by id, in the order they were created. */
  readonly runs: Map<string, StandInRun>;
  /** Number of requests to create a run, rejected ones included. */
  readonly triggers: number;
  paused: boolean;
  /** Whether an Airflow 2 has a public role: requests without valid credentials are then answered with 403, not 401. */
  publicRole: boolean;
  /** Called before a request is answered; a status it returns is the answer. */
  fault: ((method: string, path: string, body: AirflowCall['body']) => number | undefined) | undefined;
  /** Called before a request is answered; true answers 502 after the request was carried out. */
  loseAnswer: ((method: string, path: string) => boolean) | undefined;
  /** Rejects the tokens issued so far. */
  expireTokens(): void;
  close(): Promise<void>;
}

const DAG = 'ml_pipeline_mixed_experiment_dvc';

/** Starts an Airflow 3 (`v2`) or an Airflow 2 (`v1`) on a free port; user `retrainer`, password `letmein`. */
export async function airflowStandIn(api: 'v1' | 'v2' = 'v2'): Promise<AirflowStandIn> {
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
    publicRole: false,
    fault: undefined,
    loseAnswer: undefined,
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
    const fault = standIn.fault?.(method, path, body);
    if (method === 'POST' && path.endsWith('/dagRuns')) triggers++;
    if (fault !== undefined) return send(response, [fault, { detail: 'set by the test' }]);
    const rules = api === 'v2' ? v2Rules(`token-${token}`) : v1Rules(standIn.publicRole);
    const { authorization } = headers;
    const answered = rules.before({ method, path, body, authorization }) ?? route(rules, method, path, body);
    send(response, standIn.loseAnswer?.(method, path) === true ? [502, { detail: 'lost' }] : answered);
  }

  function route(rules: StandInRules, method: string, url: string, body: AirflowCall['body']): Answer {
    const { pathname, searchParams } = new URL(url, standIn.url);
    const [dag, collection, id, part, task] = pathname
      .slice(`/api/${api}/dags/`.length)
      .split('/')
      .map(decodeURIComponent);
    if (part !== undefined) return partOf(rules, id, task);
    if (method === 'POST') return dag === DAG ? create(rules, body) : rules.noSuch('DAG');
    if (id !== undefined) return dag === DAG && runs.has(id) ? [200, document(id)] : rules.noSuch('run');
    if (collection === undefined)
      return dag === DAG ? [200, { is_paused: standIn.paused }] : rules.noSuch('DAG');
    if (dag !== DAG) return rules.runsOfUnknownDag;
    const states = searchParams.getAll('state');
    const found = [...runs].filter(([, { state }]) => states.length === 0 || states.includes(state));
    return [200, { dag_runs: found.map(([each]) => document(each)), total_entries: found.length }];
  }

  /** The tasks of a run, or what one of them returned. */
  function partOf(rules: StandInRules, id = '', task?: string): Answer {
    const run = runs.get(id);
    if (run === undefined) return rules.noSuch('run');
    if (task === undefined) return [200, { task_instances: run.tasks ?? [] }];
    const value = run.results?.[task];
    return value === undefined ? rules.noSuch('XCom') : [200, { key: 'return_value', value }];
  }

  function create(rules: StandInRules, body: AirflowCall['body']): Answer {
    const refused = rules.refusedRun(body);
    if (refused !== undefined) return refused;
    const id = String(body['dag_run_id']);
    if (runs.has(id)) return rules.existsAlready;
    runs.set(id, { state: 'queued', conf: body['conf'] as Record<string, unknown> });
    return [200, document(id)];
  }

  function document(id: string): object {
    const { state = '', conf = {} } = runs.get(id) ?? {};
    return { dag_run_id: id, state, conf, logical_date: api === 'v2' ? null : '2026-05-01T10:00:00+00:00' };
  }
}

function send(response: ServerResponse, [status, body]: Answer): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}
