import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { airflowConformance, type AirflowSeat, connect } from './airflow-conformance.js';
import { type AirflowStandIn, airflowStandIn } from './airflow-stand-in.js';

const begin = async (api: 'v1' | 'v2', publicRole = false): Promise<[AirflowStandIn, AirflowSeat]> => {
  const standIn = await airflowStandIn(api);
  standIn.publicRole = publicRole;
  const account = { username: 'retrainer', password: 'letmein' };
  const dag = { dagId: 'ml_pipeline_mixed_experiment_dvc', timeoutMs: 300_000 };
  const seat: AirflowSeat = {
    options: { url: standIn.url, publicUrl: standIn.url, api, ...account, ...dag },
    setPaused: (paused) => Promise.resolve(void (standIn.paused = paused)),
    setState: (id, state) => Promise.resolve(void (standIn.runs.get(id)!.state = state)),
  };
  return [standIn, seat];
};

describe.each([
  { release: 'Airflow 3', api: 'v2', publicRole: false },
  { release: 'Airflow 2', api: 'v1', publicRole: false },
  { release: 'Airflow 2 with a public role', api: 'v1', publicRole: true },
] as const)('$release', ({ api, publicRole }) => {
  let standIn: AirflowStandIn;
  let seat: AirflowSeat;
  beforeAll(async () => {
    [standIn, seat] = await begin(api, publicRole);
  });
  afterAll(() => standIn.close());

  airflowConformance(() => seat);

  test('is told apart from the other release', async () => {
    const other = connect(seat.options, { api: api === 'v1' ? 'v2' : 'v1' });
    await expect(other.activeRuns()).rejects.toThrow(api === 'v1' ? 'AIRFLOW_API=v1' : '404');
  });

  test('a conflict without a run of this id is not an existing run', async () => {
    standIn.fault = (method, path) => (method === 'POST' && path.endsWith('/dagRuns') ? 409 : undefined);
    const conflict = connect(seat.options).trigger('retrain__rent__in_vain', {});
    try {
      await expect(conflict).rejects.toMatchObject({
        name: 'AirflowConflict',
        message: expect.stringContaining('set by the test'),
      });
    } finally {
      standIn.fault = undefined;
    }
  });
});

describe('a DAG that Airflow has not parsed', () => {
  test('has no active runs in Airflow 2, and can be tried again in Airflow 3', async () => {
    const [[two, seatOfTwo], [three, seatOfThree]] = [await begin('v1'), await begin('v2')];
    const dagId = 'no_such_dag';
    expect(await connect(seatOfTwo.options, { dagId }).activeRuns()).toEqual([]);
    await expect(connect(seatOfThree.options, { dagId }).activeRuns()).rejects.toMatchObject({
      name: 'AirflowUnavailable',
    });
    await Promise.all([two.close(), three.close()]);
  });
});
