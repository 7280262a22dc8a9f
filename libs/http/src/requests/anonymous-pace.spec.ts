import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Request, Response } from 'express';
import { paceAnonymous } from './anonymous-pace.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const isValid = ({ headers }: Request) => headers.authorization === 'Bearer valid';

function exchange(path: string, headers: Record<string, string> = {}, ip = '192.0.2.1'): [Request, Response] {
  const request = Object.assign(new IncomingMessage(new Socket()), { path, headers, ip });
  return [request as Request, new ServerResponse(request) as Response];
}

test.each([
  ['without a token', {}],
  ['with a forged token', { authorization: 'Bearer x' }],
])('20 requests %s are answered at once, with a valid token all', (_case, headers) => {
  const pace = paceAnonymous(isValid);
  const next = jest.fn();
  for (let sent = 0; sent < 50; sent += 1) pace(...exchange('/docs', headers), next);
  expect(next).toHaveBeenCalledTimes(20);
  for (let sent = 0; sent < 50; sent += 1)
    pace(...exchange('/docs', { authorization: 'Bearer valid' }), next);
  expect(next).toHaveBeenCalledTimes(70);
});

test('a token whose key has to be fetched is decided later', async () => {
  const pace = paceAnonymous((request) => Promise.resolve(isValid(request)));
  const [forged, valid] = [jest.fn(), jest.fn()];
  for (let sent = 0; sent < 50; sent += 1) pace(...exchange('/docs', { authorization: 'Bearer x' }), forged);
  for (let sent = 0; sent < 50; sent += 1)
    pace(...exchange('/docs', { authorization: 'Bearer valid' }), valid);
  await Promise.resolve();
  expect([forged.mock.calls.length, valid.mock.calls.length]).toEqual([20, 50]);
});

test('probes do not wait behind those of another address', () => {
  const pace = paceAnonymous(isValid);
  const flood = jest.fn();
  for (let sent = 0; sent < 2_000; sent += 1) pace(...exchange('/health', {}, '192.0.2.66'), flood);
  expect(flood).toHaveBeenCalledTimes(20);
  const next = jest.fn();
  pace(...exchange('/health/live', {}, '192.0.2.1'), next);
  expect(next).toHaveBeenCalledTimes(1);
});

test('a flood from very many addresses is limited', () => {
  const pace = paceAnonymous(isValid);
  const next = jest.fn();
  for (let sent = 0; sent < 2_000; sent += 1) pace(...exchange('/health', {}, `2001:db8:0:${sent}::1`), next);
  expect(next).toHaveBeenCalledTimes(64 + 20);
  jest.advanceTimersByTime(10_000);
  next.mockClear();
  for (let sent = 0; sent < 100; sent += 1) pace(...exchange('/health', {}, `2001:db8::${sent}`), next);
  expect(next).toHaveBeenCalledTimes(20);
  jest.advanceTimersByTime(10_000);
  next.mockClear();
  for (let sent = 0; sent < 64; sent += 1) pace(...exchange('/health', {}, `192.0.2.${sent}`), next);
  expect(next).toHaveBeenCalledTimes(64);
});

test('probes and scrapes do not wait behind others', () => {
  const pace = paceAnonymous(isValid);
  for (let sent = 0; sent < 2_000; sent += 1) pace(...exchange('/login'), jest.fn());
  const next = jest.fn();
  for (const path of ['/health/ready', '/health', '/metrics']) pace(...exchange(path), next);
  expect(next).toHaveBeenCalledTimes(3);
});

test('large bodies count for more', () => {
  const pace = paceAnonymous(isValid);
  const next = jest.fn();
  for (let sent = 0; sent < 3; sent += 1)
    pace(...exchange('/predict', { 'content-length': '4000000' }), next);
  expect(next).toHaveBeenCalledTimes(2);
});

test('a body that is announced to be huge holds up nobody for long', () => {
  const pace = paceAnonymous(isValid);
  for (let sent = 0; sent < 2; sent += 1) {
    pace(...exchange('/predict', { 'content-length': '999999999999' }), jest.fn());
  }
  const next = jest.fn();
  pace(...exchange('/login'), next);
  jest.advanceTimersByTime(200);
  expect(next).toHaveBeenCalledTimes(1);
});
