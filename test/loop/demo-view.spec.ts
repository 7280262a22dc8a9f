import { describe, expect, test } from '@jest/globals';
import { lineOf, type Moment, viewOf } from '../../scripts/loop/demo-view.mjs';
import { Screen } from '../../scripts/loop/screen.mjs';

const beginning: Moment = { model: 'heart-disease', factor: 20, forS: 15, elapsedMs: 0, events: [] };

const retraining: Moment = {
  ...beginning,
  elapsedMs: 83_000,
  traffic: { sent: 2_340, ratePerS: 39.84 },
  state: {
    f1: 0.5,
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
    { name: 'the model is well', detail: 'F1 0.830, version 1', atMs: 65_000 },
  ],
};

describe('the view of the demonstration', () => {
  test('tells how far everything is, with bars', () => {
    const view = viewOf(retraining).join('\n');
    expect(view).toMatch(/1:23$/m);
    expect(view).toContain('2340 rows  40/s');
    expect(view).toContain('[##########----------] 0.500  0.830 before, 800 labelled');
    expect(view).toContain('[#####---------------] 25 % of the features drift');
    expect(view).toContain('[#####---------------] 1/4  train\n');
    expect(view).toContain('1 is champion, beside 2');
    expect(view).toContain(' +   1:05  the model is well  F1 0.830, version 1');
    expect(view).toMatch(/^ > +labels change their meaning$/m);
  });

  test('says so where nothing is known yet', () => {
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

describe('the screen', () => {
  test('draws over what it drew, and gives the cursor back once', () => {
    const written: string[] = [];
    const screen = new Screen({ rows: 3, write: (text) => written.push(text) });
    screen.draw(['one', 'two', 'three']);
    screen.draw(['four']);
    screen.close();
    screen.close();
    expect(written).toEqual([
      '\u001B[?25lone\u001B[K\ntwo\u001B[K\n\u001B[J',
      '\u001B[2A\rfour\u001B[K\n\u001B[J',
      '\u001B[?25h',
    ]);
  });
});
