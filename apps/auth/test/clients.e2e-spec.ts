import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditTrail, signIn } from './accounts.js';
import { type AuthService, startAuth } from './auth-service.js';
import { issuePaths, send } from './requests.js';

let auth: AuthService;
let token: string;

beforeAll(async () => {
  auth = await startAuth();
  token = (await signIn(auth)).access_token;
});
afterAll(() => auth.close());

const post = (json: unknown) => send('POST', `${auth.url}/clients`, { token, json });

describe('POST /clients', () => {
  test('shows the secret once and stores only its hash', async () => {
    const answer = await post({ client_id: 'airflow', scopes: ['models', 'monitor'] });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      client_id: 'airflow',
      scopes: ['models', 'monitor'],
      created_at: auth.clock.now().toISOString(),
      client_secret: expect.stringMatching(/^[\w-]{43}$/),
    });
    const secret = String(answer.body.client_secret);
    const { rows } = await auth.database.pool.query('SELECT * FROM auth.clients');
    const { body } = await send('GET', `${auth.url}/clients`, { token });
    expect(body.clients).toEqual([
      { client_id: 'airflow', scopes: ['models', 'monitor'], created_at: answer.body.created_at },
    ]);
    for (const stored of [rows, body, await auditTrail(auth)]) {
      expect(JSON.stringify(stored)).not.toContain(secret);
    }
  });

  test('refuses an id that is taken', async () => {
    await post({ client_id: 'taken', scopes: ['monitor'] });
    const answer = await post({ client_id: 'taken', scopes: ['monitor'] });
    expect([answer.status, answer.body.code]).toEqual([409, 'client_id_taken']);
  });

  test.each([
    ['no fields', {}, [['client_id'], ['scopes']]],
    ['an id with capitals', { client_id: 'Airflow', scopes: ['monitor'] }, [['client_id']]],
    ['the id of the sign-in of people', { client_id: 'plumbline', scopes: ['monitor'] }, [['client_id']]],
    [
      'an id that could be a person',
      { client_id: '0b9a2c5e-7d1f-4f63-8a25-1c3d5e7f9a0b', scopes: ['monitor'] },
      [['client_id']],
    ],
    ['no scope', { client_id: 'x', scopes: [] }, [['scopes']]],
    ['a scope for people only', { client_id: 'x', scopes: ['retrain', 'retrain:approve'] }, [['scopes']]],
    ['an unknown scope', { client_id: 'x', scopes: ['root'] }, [['scopes', 0]]],
    ['a secret of its own', { client_id: 'x', scopes: ['monitor'], client_secret: 'x' }, [[]]],
  ])('names every field of %s', async (_case, json, paths) => {
    const answer = await post(json);
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    expect(issuePaths(answer)).toEqual(paths);
  });
});

describe('DELETE /clients/{id}', () => {
  test('removes a client, once', async () => {
    await post({ client_id: 'gone', scopes: ['monitor'] });
    const remove = () => send('DELETE', `${auth.url}/clients/gone`, { token });
    expect((await remove()).status).toBe(204);
    const again = await remove();
    expect([again.status, again.body.code]).toEqual([404, 'client_not_found']);
    expect((await auditTrail(auth)).at(-1)).toMatchObject({ action: 'client.deleted', subject: 'gone' });
  });

  test('answers 404 for an id that cannot exist', async () => {
    expect((await send('DELETE', `${auth.url}/clients/%00`, { token })).status).toBe(404);
  });
});
