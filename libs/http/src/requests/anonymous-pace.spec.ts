import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Request, Response } from 'express';
import { paceAnonymous, paceRejected } from './anonymous-pace.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function exchange(path: string, headers: Record<string, string> = {}): [Request, Response] {
  const request = Object.assign(new IncomingMessage(new Socket()), { path, headers });
  return [request as Request, new ServerResponse(request) as Response];
}

test('20 requests without a token are answered at once, with a token all', () => {
  const pace = paceAnonymous();
  const next = jest.fn();
  for (let sent = 0; sent < 50; sent += 1) pace(...exchange('/docs'), next);
  expect(next).toHaveBeenCalledTimes(20);
  for (let sent = 0; sent < 50; sent += 1) pace(...exchange('/docs', { authorization: 'Bearer x' }), next);
  expect(next).toHaveBeenCalledTimes(70);
});

test('probes and scrapes do not wait behind others', () => {
  const pace = paceAnonymous();
  for (let sent = 0; sent < 2_000; sent += 1) pace(...exchange('/login'), jest.fn());
  const next = jest.fn();
  for (const path of ['/health/ready', '/health', '/metrics']) pace(...exchange(path), next);
  expect(next).toHaveBeenCalledTimes(3);
});

test('large bodies count for more', () => {
  const pace = paceAnonymous();
  const next = jest.fn();
  for (let sent = 0; sent < 3; sent += 1)
    pace(...exchange('/predict', { 'content-length': '4000000' }), next);
  expect(next).toHaveBeenCalledTimes(2);
});

test('a body that is announced to be huge holds up nobody for long', () => {
  const pace = paceAnonymous();
  for (let sent = 0; sent < 2; sent += 1) {
    pace(...exchange('/predict', { 'content-length': '999999999999' }), jest.fn());
  }
  const next = jest.fn();
  pace(...exchange('/login'), next);
  jest.advanceTimersByTime(200);
  expect(next).toHaveBeenCalledTimes(1);
});

test('20 rejections of invalid tokens are sent at once', () => {
  const pace = paceRejected();
  const send = jest.fn();
  for (let sent = 0; sent < 50; sent += 1) pace(...exchange('/predict', { authorization: 'Bearer x' }), send);
  expect(send).toHaveBeenCalledTimes(20);
});
