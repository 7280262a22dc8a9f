import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addClient, signIn } from './accounts.js';
import { type AuthService, startAuth } from './auth-service.js';

import * as oauth from 'openid-client';

const ISSUER = 'https://auth.example.org';

let auth: AuthService;
let robot: { id: string; secret: string };

beforeAll(async () => {
  auth = await startAuth({ AUTH_ISSUER: ISSUER });
  robot = await addClient(auth, 'robot', 'predict', 'monitor');
});
afterAll(() => auth.close());

/** Discovers the service; requests to the issuer's address reach the test service instead. */
function discover(clientId: string, authentication?: oauth.ClientAuth): Promise<oauth.Configuration> {
  const customFetch: oauth.CustomFetch = (url, { body, headers, method, signal }) =>
    fetch(url.replace(ISSUER, auth.url), { body, headers, method, signal });
  return oauth.discovery(new URL(ISSUER), clientId, undefined, authentication, {
    algorithm: 'oauth2',
    [oauth.customFetch]: customFetch,
  });
}

describe('openid-client, knowing only the issuer', () => {
  test.each([
    ['client_secret_basic', oauth.ClientSecretBasic],
    ['client_secret_post', oauth.ClientSecretPost],
  ])('gets, inspects and revokes a machine token with %s', async (_method, authenticate) => {
    const server = await discover(robot.id, authenticate(robot.secret));
    const tokens = await oauth.clientCredentialsGrant(server, { scope: 'predict' });
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 900, scope: 'predict' });
    expect(await oauth.tokenIntrospection(server, tokens.access_token)).toMatchObject({
      active: true,
      client_id: 'robot',
      scope: 'predict',
    });
    await oauth.tokenRevocation(server, tokens.access_token);
    expect(await oauth.tokenIntrospection(server, tokens.access_token)).toEqual({ active: false });
  });

  test('refreshes the session of a person, and understands why it ended', async () => {
    const { refresh_token } = await signIn(auth);
    const server = await discover('plumbline', oauth.None());
    const tokens = await oauth.refreshTokenGrant(server, refresh_token, { scope: 'predict feedback' });
    expect(tokens).toMatchObject({ scope: 'predict feedback', refresh_token: expect.any(String) });
    await oauth.tokenRevocation(server, tokens.refresh_token ?? '');
    await expect(oauth.refreshTokenGrant(server, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
      status: 400,
    });
  });

  test('understands a wrong secret and a scope that is not allowed', async () => {
    const wrong = await discover(robot.id, oauth.ClientSecretBasic('wrong'));
    // A 401 with a challenge is reported as such, whatever its body says.
    await expect(oauth.clientCredentialsGrant(wrong)).rejects.toMatchObject({ status: 401 });
    const right = await discover(robot.id, oauth.ClientSecretBasic(robot.secret));
    await expect(oauth.clientCredentialsGrant(right, { scope: 'admin' })).rejects.toMatchObject({
      error: 'invalid_scope',
    });
  });
});
