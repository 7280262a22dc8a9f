import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { startPredict } from './predict-process.js';
import { tokenFor, tokenIssuer } from './token-issuer.js';
import { ScratchRepository, toyGraph } from './toy-models.js';
import { until } from '../../../test/until.js';

let database: TestDatabase;
let issuer: Awaited<ReturnType<typeof tokenIssuer>>;
let repository: ScratchRepository;
let dataDir: string;
beforeAll(async () => {
  [database, issuer] = [await testDatabase(), await tokenIssuer()];
  repository = new ScratchRepository();
  repository.copyVersion('rent/1', 'rent/3');
  repository.write('rent/3', 'model.onnx', toyGraph('looping'));
  dataDir = mkdtempSync(join(tmpdir(), 'plumbline-hosts-'));
});
afterAll(async () => {
  await Promise.all([database.close(), issuer.close()]);
  repository.delete();
  rmSync(dataDir, { recursive: true });
});

/** The process of the graph, by the id of its parent. */
function modelProcessOf(parent: number): string | undefined {
  return readdirSync('/proc').find((pid) => /^\d+$/.test(pid) && fieldsOf(pid)?.[1] === String(parent));
}

/** State, parent and so on of a process, as in proc(5); undefined when it is gone. */
function fieldsOf(pid: string): string[] | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' ? undefined : fields;
  } catch {
    return undefined;
  }
}

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'after %s of predict nothing is left of a model process whose graph does not return',
  async (signal) => {
    const predict = await startPredict({
      PREDICT_MODELS_DIR: repository.path,
      PREDICT_DEFAULT_MODEL: 'rent',
      PREDICT_MODEL_DEADLINE_MS: '600000',
      PREDICT_SHUTDOWN_TIMEOUT_MS: '0',
      DATABASE_URL: database.url,
      PLUMBLINE_DATA_DIR: dataDir,
      AUTH_URL: issuer.url,
    });
    const pid = await until(() => modelProcessOf(predict.pid));
    const answer = fetch(`${predict.url}/models/rent/versions/3/predict`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${tokenFor('predict')}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ area: 560, rooms: 1, balcony: false, district: 'centre' }),
    }).catch(() => undefined);
    // Its thread is busy: user time in ticks of 10 ms.
    const before = Number(fieldsOf(pid)?.[11]);
    await until(() => Number(fieldsOf(pid)?.[11]) > before + 20);
    await predict.end(signal);
    await until(() => fieldsOf(pid) === undefined);
    await answer;
  },
);
