import { expect, test } from '@jest/globals';
import { lanesOf } from './lanes.js';

const laneOf = (method: string, path: string) =>
  lanesOf(256).find(({ holds }) => holds({ method, path }))?.name;

test.each([
  ['POST', '/predict', 'predictions'],
  ['POST', '/models/rent/predict/', 'predictions'],
  ['POST', '/models/rent/versions/2/Predict', 'predictions'],
  ['POST', '/predict/batch', 'batches'],
  ['POST', '/models/rent/versions/2/predict/batch', 'batches'],
  ['POST', '/feedback', 'feedback'],
  ['POST', '/feedback/batch', 'feedback'],
  ['POST', '/models/rent/versions/', 'uploads'],
  ['POST', '/session', 'sign_in'],
  ['DELETE', '/session', 'management'],
  ['POST', '/feedbacks', 'management'],
  ['GET', '/models/rent/versions', 'management'],
  ['GET', '/predict', 'management'],
  ['GET', '/models/rent/drift', 'management'],
  ['GET', '/', 'management'],
])('%s %s is in the lane %s', (method, path, lane) => {
  expect(laneOf(method, path)).toBe(lane);
});

test('every lane has a place, however few are configured', () => {
  expect(lanesOf(1).map(({ places }) => places)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(lanesOf(256).map(({ places }) => places)).toEqual([256, 32, 256, 8, 16, 128]);
});
