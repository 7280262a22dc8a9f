import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { ValidationFailed } from '@plumbline/errors';
import { BodyTooLarge } from '@plumbline/http';
import { createMetrics } from '@plumbline/metrics';
import { DatabaseUnreachable } from '../database/database.errors.js';
import { OAuthErrorFilter } from './oauth-error.filter.js';
import { OAuthError } from './oauth.errors.js';

beforeAll(() => void Logger.overrideLogger(false));
afterAll(() => void Logger.overrideLogger(['log', 'warn', 'error']));

function answerTo(thrown: unknown): { status: number; headers: Record<string, string>; body: unknown } {
  const answer = { status: 0, headers: {} as Record<string, string>, body: undefined as unknown };
  const response = {
    status(code: number) {
      answer.status = code;
      return response;
    },
    setHeader(name: string, value: string) {
      answer.headers[name] = value;
    },
    json(body: unknown) {
      answer.body = body;
    },
  };
  const request = { method: 'POST', route: { path: '/oauth/token' } };
  const host = new ExecutionContextHost([request, response]);
  new OAuthErrorFilter(createMetrics('auth')).catch(thrown, host);
  return answer;
}

describe('OAuthErrorFilter', () => {
  test('tells nothing of an unexpected error (ASVS 16.5.1, 16.5.4)', () => {
    for (const thrown of [new TypeError('secret of the database'), 'secret', undefined]) {
      expect(answerTo(thrown)).toEqual({
        status: 500,
        headers: {},
        body: { error: 'server_error', error_description: 'The service failed; the error is in its log.' },
      });
    }
  });

  test('challenges a client that did not authenticate', () => {
    expect(answerTo(new OAuthError('invalid_client', 'Who?'))).toEqual({
      status: 401,
      headers: { 'WWW-Authenticate': 'Basic realm="plumbline"' },
      body: { error: 'invalid_client', error_description: 'Who?' },
    });
  });

  test('keeps to the characters that error_description may have', () => {
    const { body } = answerTo(new ValidationFailed([{ path: ['scope'], message: 'is "é\\\n"' }]));
    expect(body).toEqual({ error: 'invalid_request', error_description: "scope: is '?'?'" });
  });

  test('calls a body that cannot be read an invalid request', () => {
    expect(answerTo(new BodyTooLarge(10))).toEqual({
      status: 413,
      headers: {},
      body: { error: 'invalid_request', error_description: 'The body is larger than 10 bytes.' },
    });
  });

  test('says when to come back', () => {
    const { status, headers, body } = answerTo(new DatabaseUnreachable(new Error('away')));
    expect([status, headers]).toEqual([503, { 'Retry-After': '2' }]);
    expect(body).toMatchObject({ error: 'temporarily_unavailable' });
  });
});
