/** A status and a JSON body. */
export type Answer = readonly [status: number, body: object];

/** A request to the stand-in. */
export interface AirflowCall {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly authorization: string | undefined;
}

/** The differences between the releases of Airflow. */
export interface StandInRules {
  /** The answer to requests for a token, without valid credentials, or to the other release's paths. */
  before(call: AirflowCall): Answer | undefined;
  /** The rejection of a malformed request for a run. */
  refusedRun(body: AirflowCall['body']): Answer | undefined;
  noSuch(what: 'DAG' | 'run' | 'XCom'): Answer;
  readonly runsOfUnknownDag: Answer;
  readonly existsAlready: Answer;
}

const BASIC = `Basic ${btoa('retrainer:letmein')}`;

/** Airflow 3, which takes this token. `logical_date` has to be there, other keys than these may not. */
export function v2Rules(token: string): StandInRules {
  return {
    before({ path, body: { username, password }, authorization }) {
      if (path === '/auth/token')
        return username === 'retrainer' && password === 'letmein'
          ? [201, { access_token: token }]
          : [401, { detail: 'Invalid' }];
      if (path.startsWith('/api/v1/'))
        return [404, { error: '/api/v1 has been removed in Airflow 3, please use its upgraded version' }];
      return authorization === `Bearer ${token}` ? undefined : [401, { detail: 'Invalid' }];
    },
    refusedRun: (body) =>
      body['logical_date'] !== null || unknownKeys(body).length > 0 ? [422, { detail: 'extra' }] : undefined,
    noSuch: (what) => [404, { detail: `The ${what} was not found` }],
    runsOfUnknownDag: [404, { detail: 'The DAG was not found' }],
    existsAlready: [409, { detail: 'exists' }],
  };
}

/** Airflow 2, as 2.11 answered: problem documents, and an unknown DAG that merely has no runs. */
export function v1Rules(publicRole: boolean): StandInRules {
  return {
    before({ path, authorization }) {
      if (!path.startsWith('/api/v1/')) return problem(404, 'Not Found');
      if (authorization === BASIC) return undefined;
      return publicRole ? problem(403, 'Forbidden') : problem(401, 'Unauthorized');
    },
    refusedRun(body) {
      if (body['logical_date'] === null)
        return problem(400, 'Bad Request', "{'logical_date': ['Field may not be null.']}");
      const [unknown] = unknownKeys(body);
      return unknown === undefined
        ? undefined
        : problem(400, 'Bad Request', `{'${unknown}': ['Unknown field.']}`);
    },
    noSuch: (what) => problem(404, `${what === 'run' ? 'DAGRun' : what} not found`),
    runsOfUnknownDag: [200, { dag_runs: [], total_entries: 0 }],
    existsAlready: problem(409, 'Conflict'),
  };
}

function unknownKeys(body: AirflowCall['body']): string[] {
  return Object.keys(body).filter((key) => !['dag_run_id', 'conf', 'logical_date'].includes(key));
}

function problem(status: number, title: string, detail: string | null = null): Answer {
  return [status, { detail, status, title, type: 'https://airflow.apache.org/docs/' }];
}
