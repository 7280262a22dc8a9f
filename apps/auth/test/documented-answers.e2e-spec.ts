import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SCOPES } from '@plumbline/access';
import { undocumentedAnswers } from '../../../test/documented-answers.js';
import { addClient } from './accounts.js';
import { type AuthService, startAuth } from './auth-service.js';
import { send } from './requests.js';

let auth: AuthService;

const LIMITS = {
  AUTH_BODY_LIMIT_BYTES: '1024',
  AUTH_LOGIN_ATTEMPTS: '2',
  AUTH_LOGIN_ATTEMPTS_PER_ADDRESS: '4',
};

beforeAll(async () => {
  auth = await startAuth(LIMITS);
});
afterAll(() => auth.close());

async function clientToken(id: string, ...scopes: string[]): Promise<string> {
  const { basic } = await addClient(auth, id, ...scopes);
  const request = { form: { grant_type: 'client_credentials' }, headers: { authorization: basic } };
  return String((await send('POST', `${auth.url}/oauth/token`, request)).body.access_token);
}

test('every answer of auth has a status and a media type that its OpenAPI document lists', async () => {
  const token = await clientToken('powerful', ...SCOPES.filter((scope) => scope !== 'retrain:approve'));
  const powerless = await clientToken('powerless', 'predict');
  const service = { url: auth.url, token, powerless, bodyLimitBytes: 1_024 };
  const { undocumented, seen } = await undocumentedAnswers(service);
  expect(undocumented).toEqual([]);
  expect(Object.keys(seen).map(Number)).toEqual(expect.arrayContaining([400, 401, 403, 404, 413, 415, 429]));
});
