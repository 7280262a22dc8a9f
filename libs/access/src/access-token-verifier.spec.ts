import type { KeyObject } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createMetrics } from '@plumbline/metrics';
import { hmacToken, keyPair, signedToken } from '../test/signed-token.js';
import { AccessTokenInvalid } from './access.errors.js';
import { AccessTokenVerifier } from './access-token-verifier.js';

const NOW_S = 1_800_000_000;
const pair = keyPair();
const header = { alg: 'ES256', typ: 'at+jwt', kid: 'k1' };
const claims = {
  iss: 'https://auth.test',
  aud: 'plumbline',
  sub: 'alice',
  jti: 'token-1',
  scope: 'predict feedback',
  client_id: 'plumbline',
  sid: 'session-1',
  iat: NOW_S,
  exp: NOW_S + 900,
};

function verifierOf(keys = new Map<string, KeyObject>([['k1', pair.publicKey]]), cacheSize = 10) {
  const clock = { now: NOW_S * 1000 };
  const metrics = createMetrics('auth');
  const options = {
    issuer: 'https://auth.test',
    audience: 'plumbline',
    clockToleranceS: 5,
    cacheSize,
    now: () => clock.now,
  };
  const source = { find: (kid: string) => keys.get(kid) };
  const verifier = new AccessTokenVerifier(source, options, metrics.get('token_verifications_total'));
  return { verifier, clock, keys, metrics };
}

function refusalOf(token: string): string {
  const { verifier } = verifierOf();
  try {
    void verifier.verify(token);
  } catch (error) {
    if (error instanceof AccessTokenInvalid) return error.extensions.reason;
    throw error;
  }
  return 'accepted';
}

const es256 = (changes: object, headerChanges: object = {}) =>
  signedToken({ ...header, ...headerChanges }, { ...claims, ...changes }, pair.privateKey);

describe('AccessTokenVerifier (ASVS 9.1.2, 9.1.3, 9.2.1, 9.2.2, 9.2.3)', () => {
  test('returns whom a good token names', () => {
    expect(verifierOf().verifier.verify(es256({}))).toEqual({
      subject: 'alice',
      tokenId: 'token-1',
      scopes: new Set(['predict', 'feedback']),
      clientId: 'plumbline',
      sessionId: 'session-1',
      expiresAt: (NOW_S + 900) * 1000,
    });
  });

  test.each([
    ['an audience among several', es256({ aud: ['other', 'plumbline'] })],
    ['the long form of typ', es256({}, { typ: 'application/AT+JWT' })],
    ['no scope at all', es256({ scope: '' })],
    ['an iat within the clock tolerance', es256({ iat: NOW_S + 5 })],
    ['an exp within the clock tolerance', es256({ exp: NOW_S - 4 })],
  ])('accepts %s', (_case, token) => {
    expect(refusalOf(token)).toBe('accepted');
  });

  const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  test.each([
    [
      'alg none without a signature',
      'malformed',
      signedToken({ ...header, alg: 'none' }, claims, pair.privateKey).replace(/[^.]*$/, ''),
    ],
    ['alg none with a signature', 'algorithm', es256({}, { alg: 'none' })],
    [
      'HS256 with the public key as the secret',
      'algorithm',
      hmacToken({ ...header, alg: 'HS256' }, claims, publicPem),
    ],
    ['an HMAC under a header that says ES256', 'signature', hmacToken(header, claims, publicPem)],
    ['another ECDSA algorithm', 'algorithm', es256({}, { alg: 'ES384' })],
    ['typ JWT', 'type', es256({}, { typ: 'JWT' })],
    ['no typ', 'type', es256({}, { typ: undefined })],
    ['an unknown critical header', 'critical_header', es256({}, { crit: ['b64'], b64: false })],
    ['an empty critical header', 'critical_header', es256({}, { crit: [] })],
    ['an unknown kid', 'unknown_key', es256({}, { kid: 'k2' })],
    ['no kid', 'unknown_key', es256({}, { kid: undefined })],
    ['a kid that is not text', 'unknown_key', es256({}, { kid: 1 })],
    [
      'a key of its own in the header',
      'signature',
      signedToken(
        { ...header, jwk: keyPair().publicKey.export({ format: 'jwk' }) },
        claims,
        keyPair().privateKey,
      ),
    ],
    ['the signature of another key', 'signature', signedToken(header, claims, keyPair().privateKey)],
    ['a changed payload', 'signature', withPayload(es256({}), { ...claims, sub: 'mallory' })],
    ['another issuer', 'issuer', es256({ iss: 'https://evil.test' })],
    ['no issuer', 'issuer', es256({ iss: undefined })],
    ['another audience', 'audience', es256({ aud: 'other' })],
    ['no audience', 'audience', es256({ aud: undefined })],
    ['a missing exp', 'claims', es256({ exp: undefined })],
    ['an exp that is text', 'claims', es256({ exp: String(NOW_S + 900) })],
    ['a passed exp', 'expired', es256({ exp: NOW_S - 5 })],
    ['a missing iat', 'claims', es256({ iat: undefined })],
    ['an iat in the future', 'not_yet_valid', es256({ iat: NOW_S + 6 })],
    ['an nbf in the future', 'not_yet_valid', es256({ nbf: NOW_S + 6 })],
    ['an nbf that is text', 'claims', es256({ nbf: 'now' })],
    ['a missing sub', 'claims', es256({ sub: undefined })],
    ['an empty sub', 'claims', es256({ sub: '' })],
    ['a missing jti', 'claims', es256({ jti: undefined })],
    ['a missing scope', 'claims', es256({ scope: undefined })],
    ['a scope that is a list', 'claims', es256({ scope: ['predict'] })],
    ['a client_id that is a number', 'claims', es256({ client_id: 7 })],
    ['a payload that is a list', 'issuer', signedToken(header, [claims], pair.privateKey)],
    ['a payload that is null', 'claims', signedToken(header, null, pair.privateKey)],
    ['a payload that is a number', 'claims', signedToken(header, 7, pair.privateKey)],
    ['a header that is null', 'malformed', `${b64('null')}.${b64('{}')}.AAAA`],
    ['a header that is not JSON', 'malformed', `${b64('{')}.${b64('{}')}.AAAA`],
    ['two parts', 'malformed', `${b64('{}')}.${b64('{}')}`],
    ['characters outside base64url', 'malformed', `${es256({})}=`],
    ['more than 4,096 characters', 'too_long', es256({ padding: 'x'.repeat(4096) })],
  ])('refuses %s: %s', (_case, reason, token) => {
    expect(refusalOf(token)).toBe(reason);
  });

  test('answers a token it has seen from memory and counts every outcome', async () => {
    const { verifier, metrics } = verifierOf();
    const token = es256({});
    expect(verifier.verify(token)).toBe(verifier.verify(token));
    expect(() => verifier.verify(es256({ exp: 1 }))).toThrow(AccessTokenInvalid);
    const { values } = await metrics.get('token_verifications_total').get();
    expect(values.map(({ labels, value }) => [labels.result, value])).toEqual([
      ['cached', 1],
      ['verified', 1],
      ['refused', 1],
    ]);
  });

  test('refuses a remembered token once it has ended', () => {
    const { verifier, clock } = verifierOf();
    const token = es256({});
    void verifier.verify(token);
    clock.now += 904_999;
    expect(verifier.verify(token)).toMatchObject({ subject: 'alice' });
    clock.now += 1;
    expect(() => verifier.verify(token)).toThrow('it has expired');
  });

  test('refuses a remembered token once its key is withdrawn or replaced', () => {
    const { verifier, keys } = verifierOf();
    const token = es256({});
    void verifier.verify(token);
    keys.set('k1', keyPair().publicKey);
    expect(() => verifier.verify(token)).toThrow('its signature is wrong');
    keys.delete('k1');
    expect(() => verifier.verify(token)).toThrow('an unknown key');
  });

  test('remembers a bounded number of tokens and still verifies the rest', async () => {
    const { verifier, metrics } = verifierOf(undefined, 2);
    const tokens = ['a', 'b', 'c'].map((jti) => es256({ jti }));
    for (const token of [...tokens, ...tokens]) void verifier.verify(token);
    const { values } = await metrics.get('token_verifications_total').get();
    expect(values.find(({ labels }) => labels.result === 'verified')?.value).toBe(6);
  });

  test('waits for a key that has to be fetched', async () => {
    const { metrics } = verifierOf();
    const options = {
      issuer: claims.iss,
      audience: claims.aud,
      clockToleranceS: 5,
      cacheSize: 1,
      now: () => NOW_S * 1000,
    };
    const later = { find: (kid: string) => Promise.resolve(kid === 'k1' ? pair.publicKey : undefined) };
    const verifier = new AccessTokenVerifier(later, options, metrics.get('token_verifications_total'));
    await expect(verifier.verify(es256({}))).resolves.toMatchObject({ subject: 'alice' });
    await expect(verifier.verify(es256({}, { kid: 'k2' }))).rejects.toThrow('an unknown key');
  });
});

function b64(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function withPayload(token: string, payload: object): string {
  const [head, , signature] = token.split('.');
  return [head, b64(JSON.stringify(payload)), signature].join('.');
}
