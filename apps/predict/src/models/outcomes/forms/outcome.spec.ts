import { describe, expect, test } from '@jest/globals';
import { isSamePrediction, type RowPrediction } from './outcome.js';

const answer: RowPrediction = { prediction: 'a', probabilities: [0.7, 0.3], embedding: [200, -1] };

describe('isSamePrediction', () => {
  test.each<[string, Partial<RowPrediction>, boolean]>([
    ['numbers within the tolerance', { probabilities: [0.70005, 0.29995], embedding: [200.01, -1] }, true],
    ['another class', { prediction: 'b' }, false],
    ['another probability', { probabilities: [0.701, 0.299] }, false],
    ['another embedding', { embedding: [200.1, -1] }, false],
    ['numbers that only one has', { scores: [1] }, false],
  ])('%s', (_, change, same) => {
    expect(isSamePrediction(answer, { ...answer, ...change })).toBe(same);
  });
});
