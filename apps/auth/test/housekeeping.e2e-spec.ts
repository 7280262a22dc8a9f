import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AuthDatabase } from '../src/database/auth-database.js';
import { ServiceClock } from '../src/database/service-clock.js';
import { Housekeeping } from '../src/housekeeping/housekeeping.js';
import { KeyRotation } from '../src/keys/key-rotation.js';
import { addClient, refresh, signIn } from './accounts.js';
import { type AuthService, startAuth } from './auth-service.js';
import { send } from './requests.js';

let auth: AuthService;

beforeAll(async () => {
  auth = await startAuth({ AUTH_AUDIT_RETENTION_DAYS: '60' });
});
afterAll(() => auth.close());

const TABLES = ['sessions', 'refresh_tokens', 'revoked_tokens', 'login_attempts', 'audit_events'] as const;

async function rowCounts(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    const { rows } = await auth.database.pool.query<{ count: number }>(
      `SELECT count(*)::int FROM auth.${table}`,
    );
    counts[table] = rows[0]?.count ?? -1;
  }
  return counts;
}

const tidyUp = () => auth.app.nest.get(Housekeeping, { strict: false }).run();

test('a clock of the process that is 400 days ahead deletes nothing, keys included', async () => {
  const { refresh_token } = await signIn(auth);
  const keys = async () =>
    (await auth.database.pool.query<{ kid: string }>('SELECT kid FROM auth.signing_keys')).rows;
  const [rows, before] = [await rowCounts(), await keys()];
  auth.clock.setAhead(400 * 86_400);
  await tidyUp();
  await auth.app.nest.get(KeyRotation, { strict: false }).rotateIfDue();
  auth.clock.setAhead(0);
  expect([await rowCounts(), await keys()]).toEqual([rows, before]);
  expect((await refresh(auth, refresh_token)).status).toBe(200);
});

test('a database that says what time it is goes by its own clock', async () => {
  const database = auth.app.nest.get(AuthDatabase, { strict: false });
  const { rows } = await auth.database.pool.query<{ now: Date }>('SELECT now()');
  const read = await database.run((queries) => new ServiceClock().ofDatabase(queries));
  expect(read.getTime()).toBeGreaterThanOrEqual(rows[0]!.now.getTime());
});

test('what is past is deleted when its time has come, and not before', async () => {
  await addClient(auth, 'robot', 'predict');
  const { access_token, refresh_token } = await signIn(auth);
  await refresh(auth, refresh_token);
  await send('POST', `${auth.url}/oauth/revoke`, { form: { token: access_token } });
  await send('POST', `${auth.url}/login`, { json: { username: 'nobody', password: 'wrong' } });

  const full = await rowCounts();
  expect(Object.values(full).every((count) => count > 0)).toBe(true);
  await tidyUp();
  expect(await rowCounts()).toEqual(full);

  auth.clock.advanceSeconds(901);
  await tidyUp();
  expect(await rowCounts()).toEqual({ ...full, revoked_tokens: 0 });

  auth.clock.advanceSeconds(31 * 86_400);
  await tidyUp();
  expect(await rowCounts()).toEqual({
    sessions: 0,
    refresh_tokens: 0,
    revoked_tokens: 0,
    login_attempts: 0,
    audit_events: full.audit_events,
  });

  auth.clock.advanceSeconds(30 * 86_400);
  await tidyUp();
  expect((await rowCounts()).audit_events).toBe(0);
});
