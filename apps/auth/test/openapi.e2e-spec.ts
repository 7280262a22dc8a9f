import { expect, test } from '@jest/globals';
import { startAuth } from './auth-service.js';
import product from '../../../package.json' with { type: 'json' };
import { send } from './requests.js';

test('the OpenAPI document changes only together with its snapshot', async () => {
  const auth = await startAuth();
  const { body } = await send('GET', `${auth.url}/docs/json`);
  await auth.close();
  expect(body).toMatchSnapshot({ info: { version: expect.any(String) } });
  expect(body['info']).toMatchObject({ version: product.version });
});
