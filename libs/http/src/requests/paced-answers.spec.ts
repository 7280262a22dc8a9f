import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { PacedAnswers } from './paced-answers.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const SECOND_MS = 1_000;
const TURN_MS = 10;
const pace = { atOnce: 20, perTurn: 20 };

const response = () => new ServerResponse(new IncomingMessage(new Socket()));

/** Adds so many answers; returns which were sent, in order. */
function sentOf(paced: PacedAnswers, count: number): number[] {
  const sent: number[] = [];
  for (let index = 0; index < count; index += 1) paced.add(response(), () => sent.push(index));
  return sent;
}

test('a few answers are sent at once', () => {
  expect(sentOf(new PacedAnswers(pace), 20)).toHaveLength(20);
});

test('more are sent in turns, first come first served', () => {
  const sent = sentOf(new PacedAnswers(pace), 50);
  expect(sent).toHaveLength(20);
  jest.advanceTimersByTime(TURN_MS);
  expect(sent).toHaveLength(40);
  jest.advanceTimersByTime(TURN_MS);
  expect(sent).toEqual(Array.from({ length: 50 }, (_, index) => index));
});

test('clients that send again after each answer are paced, from the second turn on', () => {
  const paced = new PacedAnswers({ atOnce: 20, perTurn: 2 });
  let sent = 0;
  const send = () => {
    sent += 1;
    paced.add(response(), send);
  };
  for (let client = 0; client < 20; client += 1) paced.add(response(), send);
  expect(sent).toBe(20);
  jest.advanceTimersByTime(SECOND_MS);
  expect(sent).toBe(20 + 2 * (SECOND_MS / TURN_MS));
});

test('a costly answer is paid for by later turns', () => {
  const paced = new PacedAnswers({ atOnce: 20, perTurn: 2 });
  const sent: string[] = [];
  paced.add(response(), () => sent.push('large'), 24);
  paced.add(response(), () => sent.push('small'));
  expect(sent).toEqual(['large']);
  jest.advanceTimersByTime(2 * TURN_MS);
  expect(sent).toEqual(['large']);
  jest.advanceTimersByTime(TURN_MS);
  expect(sent).toEqual(['large', 'small']);
});

test('nothing waits longer than a second', () => {
  const paced = new PacedAnswers(pace);
  const sent = sentOf(paced, 100_000);
  jest.advanceTimersByTime(SECOND_MS / 2);
  const later = sentOf(paced, 1_000);
  jest.advanceTimersByTime(SECOND_MS / 2);
  expect(sent).toHaveLength(100_000);
  jest.advanceTimersByTime(SECOND_MS / 2);
  expect(later).toHaveLength(1_000);
});

test('a response whose connection is closed is not answered', () => {
  const paced = new PacedAnswers(pace);
  sentOf(paced, 20);
  const closed = response();
  const send = jest.fn();
  paced.add(closed, send);
  closed.emit('close');
  jest.advanceTimersByTime(SECOND_MS);
  expect(send).not.toHaveBeenCalled();
});

test('a service without refusals has no timer', () => {
  const paced = new PacedAnswers(pace);
  sentOf(paced, 30);
  jest.advanceTimersByTime(SECOND_MS);
  expect(jest.getTimerCount()).toBe(0);
});
