import { expect, test } from '@jest/globals';
import { createMetrics } from '@plumbline/metrics';
import { keyPair, signedToken } from '../test/signed-token.js';
import { AccessTokenVerifier } from './access-token-verifier.js';
import { hasValidToken, principalOf } from './request-token.js';
import type { VerificationKeys } from './verification-keys.js';

const NOW_S = 1_800_000_000;
const pair = keyPair();
const claims = { iss: 'i', aud: 'a', sub: 'alice', jti: 'j', scope: 'predict', iat: NOW_S, exp: NOW_S + 900 };

const bearer = (changes: object = {}, { privateKey } = pair) =>
  `Bearer ${signedToken({ alg: 'ES256', typ: 'at+jwt', kid: 'k' }, { ...claims, ...changes }, privateKey)}`;

function verifierWith(find: VerificationKeys['find']) {
  const verifications = createMetrics('auth').get('token_verifications_total');
  const options = { issuer: 'i', audience: 'a', clockToleranceS: 5, cacheSize: 10, now: () => NOW_S * 1000 };
  const verifier = new AccessTokenVerifier({ find }, options, verifications);
  const counts = async () => (await verifications.get()).values.map(({ value }) => value);
  return { verifier, counts };
}

const requestWith = (authorization?: string) => ({
  headers: authorization === undefined ? {} : { authorization },
});

test.each([
  ['valid', bearer(), true, [0, 1, 0]],
  ['forged with the id of a key', bearer({}, keyPair()), false, [0, 0, 1]],
  ['expired', bearer({ exp: NOW_S - 900 }), false, [0, 0, 1]],
  ['malformed', 'Bearer x', false, [0, 0, 1]],
])('a token that is %s is verified and counted once', async (_case, authorization, isValid, counted) => {
  let found = 0;
  const { verifier, counts } = verifierWith(() => {
    found += 1;
    return pair.publicKey;
  });
  const request = requestWith(authorization);
  expect(hasValidToken(verifier, request)).toBe(isValid);
  const before = found;
  if (isValid) expect(principalOf(verifier, request)).toMatchObject({ subject: 'alice' });
  else expect(() => principalOf(verifier, request)).toThrow('The access token is refused');
  expect(found).toBe(before);
  expect(await counts()).toEqual(counted);
});

test('a request without a bearer token is not verified', async () => {
  const { verifier, counts } = verifierWith(() => pair.publicKey);
  for (const request of [requestWith(), requestWith('Basic eDp5')]) {
    expect(hasValidToken(verifier, request)).toBe(false);
    expect(() => principalOf(verifier, request)).toThrow('Send an access token');
  }
  expect(await counts()).toEqual([0, 0, 0]);
});

test('a token whose key is fetched is verified later, and refused while there are no keys', async () => {
  const valid = requestWith(bearer());
  const { verifier } = verifierWith(() => Promise.resolve(pair.publicKey));
  expect(await hasValidToken(verifier, valid)).toBe(true);
  expect(principalOf(verifier, valid)).toMatchObject({ subject: 'alice' });
  const { verifier: without } = verifierWith(() => Promise.reject(new Error('auth is down')));
  const request = requestWith(bearer());
  expect(await hasValidToken(without, request)).toBe(false);
  expect(() => principalOf(without, request)).toThrow('auth is down');
});
