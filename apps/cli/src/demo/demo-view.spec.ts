import { describe, expect, test } from '@jest/globals';
import { lineOf, type Moment, viewOf } from './demo-view.js';

const beginning: Moment = {
  model: 'heart-disease',
  figure: { name: 'F1', alert: 'ModelF1Drop' },
  factor: 20,
  firingDelayS: 15,
  elapsedMs: 0,
  events: [],
};

const retraining: Moment = {
  ...beginning,
  elapsedMs: 83_000,
  traffic: { sent: 2_340, ratePerS: 39.84 },
  state: {
    value: 0.5,
    before: 0.83,
    labelled: 800,
    drift: 0.25,
    alert: 'firing',
    champion: 1,
    versions: [1, 2],
    retrain: { state: 'running', dag_run_id: 'retrain__heart-disease__1', reason: 'x'.repeat(200) },
    retrains: 1,
    tasks: [
      { id: 'begin', state: 'success' },
      { id: 'train', state: 'running' },
      { id: 'train', state: 'queued' },
      { id: 'verify', state: null },
    ],
  },
  events: [
    { name: 'everything is running', detail: 'http://127.0.0.1:9090', atMs: 30_000 },
    { name: 'quality is as at registration', detail: 'F1 0.830, version 1', atMs: 65_000 },
  ],
};

describe('the view of the demonstration', () => {
  test('shows the progress of everything, with bars', () => {
    const view = viewOf(retraining).join('\n');
    expect(view).toMatch(/1:23$/m);
    expect(view).toContain('2340 rows  40/s');
    expect(view).toContain('[##########----------] 0.500  0.830 before, 800 labelled');
    expect(view).toContain('[#####---------------] 25 % of the features drift');
    expect(view).toContain('[#####---------------] 1/4  train\n');
    expect(view).toContain('1 is champion, beside 2');
    expect(view).toContain(' +   1:05  quality is as at registration  F1 0.830, version 1');
    expect(view).toMatch(/^ > +labels change their meaning$/m);
  });

  test('shows a question mark for what is not known yet', () => {
    const view = viewOf(beginning).join('\n');
    expect(view).toContain('[                    ] ?');
    expect(view).toContain('ModelF1Drop is silent');
    expect(view).not.toMatch(/undefined|NaN|null/);
    expect(lineOf(beginning)).toContain('run none');
  });

  test.each([60, 80, 200])('fits a terminal of %i columns and 24 rows', (columns) => {
    const lines = viewOf(retraining, columns);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(Math.min(columns, 81));
    expect(lines.length).toBeLessThan(24);
  });
});
