import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { type Dashboard, dashboards, root } from '../../monitoring/test/files.js';
import { scrapeIntervalS } from '../stack/running-stack.js';
import { until } from '../until.js';
import { type AnsweredBoard, answerBoard } from './boards/answers.js';
import { drawBoard } from './boards/board-pictures.js';
import { consolePages } from './console-pages.js';
import { Scenario } from './scenario.js';

/**
 * Draws the pictures of the documentation. `npm run screenshots` sets PLUMBLINE_PICTURES, which makes the scenario last for
 * minutes and writes the files; without it the test checks that everything can be drawn.
 */
const WRITES = process.env['PLUMBLINE_PICTURES'] !== undefined;
const FOLDER = join(root, 'docs/images');
const SECONDS = WRITES ? 300 : 30;
/** Values of a line. */
const VALUES = 240;
const MAX_BYTES = 600_000;
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

/** Panels that show nothing here; docs/dashboards.md says why. */
const EMPTY = [...['CPU of containers', 'Network of containers', 'Memory of containers'], 'Error by segment'];
/** Where an empty panel is good news. */
const NO_ALERT = 'Alerts now';
const SHOWN = 'All jobs, instances, models and versions';
const documented = readFileSync(join(root, 'docs/dashboards.md'), 'utf8');

let scenario: Scenario;
let browser: Browser;
beforeAll(async () => {
  scenario = await Scenario.start();
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  await scenario.play(SECONDS);
});
afterAll(async () => {
  await browser?.close();
  await scenario?.stop();
});

function keep(name: string, picture: Buffer): void {
  expect(picture.length).toBeLessThan(MAX_BYTES);
  if (!WRITES) return;
  writeFileSync(join(FOLDER, name), picture);
}

test('the pages of the console are drawn', async () => {
  const { ready, adminPassword: password } = scenario.stack;
  for await (const { name, picture } of consolePages(browser, { url: ready.urls.predict, password })) {
    keep(`${name}.webp`, picture);
  }
});

/** The panels that show nothing but should. */
function missing({ panels }: AnsweredBoard): string[] {
  return emptyPanels(panels).filter((title) => !EMPTY.includes(title));
}

function emptyPanels(panels: AnsweredBoard['panels']): string[] {
  return panels
    .filter(({ type, title, lines }) => type !== 'row' && title !== NO_ALERT && lines.length === 0)
    .map(({ title }) => title);
}

/** What Prometheus answers about the scenario, with more traffic until no panel is empty. */
function answersTo(name: string, board: Dashboard): Promise<AnsweredBoard> {
  const { fromS } = scenario.range;
  let { toS } = scenario.range;
  const prometheus = name === 'system-metrics' ? scenario.machine.api : scenario.prometheus;
  return until(async () => {
    const stepS = Math.max(1, Math.ceil((toS - fromS) / VALUES));
    const variables = {
      $__rate_interval: `${Math.max(5, stepS + scrapeIntervalS)}s`,
      $__interval: `${stepS}s`,
      $__range: `${toS - fromS}s`,
      $job: '.*',
      $instance: '.*',
      $model: '.*',
      $version: '.*',
    };
    const answered = await answerBoard(board, prometheus, { fromS, toS, stepS }, variables);
    if (missing(answered).length === 0) return answered;
    await scenario.steady();
    toS = Math.floor(Date.now() / 1_000);
    throw new Error(`nothing in ${missing(answered).join(', ')}`);
  }, `values for ${name}`);
}

test.each(Object.entries(dashboards()))('%s is drawn, with every panel', async (file, board) => {
  const name = file.replace('.json', '');
  const answered = await answersTo(name, board);
  const { pictures, panels, blank } = await drawBoard(browser, answered, SHOWN);
  for (const [place, picture] of pictures.entries()) {
    const pictureName = `board-${name}-${place + 1}.webp`;
    keep(pictureName, picture);
    expect(documented).toContain(`(images/${pictureName})`);
  }
  expect(panels).toEqual(answered.panels.filter(({ type }) => type !== 'row').map(({ id }) => id));
  expect(blank).toEqual([]);
  expect(emptyPanels(answered.panels).filter((title) => !documented.includes(title))).toEqual([]);
});
