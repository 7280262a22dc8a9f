import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuthClient } from '@plumbline/client';
import { testDatabase } from '@plumbline/postgres/testing';
import { makePasswords, startAirflow } from '../../apps/cli/dist/airflow/index.js';
import { root } from '../../apps/cli/dist/installation/index.js';
import { installMonitoring } from '../../apps/cli/dist/monitoring/index.js';
import { freePort } from '../../apps/cli/dist/processes/index.js';
import { startService } from '../../apps/cli/dist/services/index.js';

const STOP_WITHIN_MS = 60_000;

/**
 * Starts what all files share: auth, and Airflow with a DAG that ends as a test says. Its tokens are valid for ten
 * seconds. Jest runs this outside its module system, so it imports the build.
 */
export default async function startShared() {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-faults-'));
  const stops = [];
  globalThis.stopShared = async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  const say = (text) => process.stdout.write(`  ${text} ...\n`);
  say(`All parts write to ${folder}`);
  try {
    await installMonitoring();
    const shared = { folder, endFile: join(folder, 'run-end') };
    Object.assign(shared, await startAuth(folder, stops, say));
    Object.assign(shared, await startStandIn(shared, stops, say));
    process.env.PLUMBLINE_LOOP = JSON.stringify(shared);
  } catch (error) {
    await globalThis.stopShared();
    throw error;
  }
}

async function startAuth(folder, stops, say) {
  const database = await testDatabase();
  stops.push(database.close);
  const adminPassword = randomBytes(18).toString('base64url');
  const port = String(await freePort());
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    PLUMBLINE_DATA_DIR: join(folder, 'auth'),
    AUTH_PORT: port,
    AUTH_ISSUER: `http://localhost:${port}`,
    AUTH_ADMIN_PASSWORD: adminPassword,
  };
  const { child, ready, failure } = startService('auth', env, folder, say);
  stops.push(() => child.stop(STOP_WITHIN_MS));
  const authUrl = await Promise.race([ready, failure]);
  const administrator = { username: 'admin', password: adminPassword };
  const secret = await new AuthClient({ url: authUrl }).addClient(administrator, 'alertmanager', ['retrain']);
  const notifications = join(folder, 'notifications');
  mkdirSync(notifications);
  writeFileSync(join(notifications, 'client_secret'), secret, { mode: 0o600 });
  return { authUrl, adminPassword, notifications };
}

async function startStandIn({ folder, endFile }, stops, say) {
  const home = join(folder, 'airflow');
  const passwords = makePasswords(home);
  const airflow = await startAirflow({
    home,
    port: await freePort(),
    logFile: join(folder, 'airflow.log'),
    dags: join(root, 'test/loop/dags'),
    env: {
      RUN_END_FILE: endFile,
      AIRFLOW__API_AUTH__JWT_EXPIRATION_TIME: '10',
      AIRFLOW__API_AUTH__JWT_LEEWAY: '0',
    },
    onProgress: say,
  });
  stops.push(airflow.stop);
  return { airflowUrl: airflow.url, passwords };
}
