import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { writeProfile } from '../src/models/profile-building/index.js';
import { readRecords } from '../src/models/profile-building/reference-source.js';
import { buildVersionProfile } from '../src/models/profile-building/version-profile.js';
import { reportPage } from '../src/monitoring/report/page/page.js';
import { column, evaluation, report, windowOf } from './report-fixture.js';
import { type RunningApp, startApp, tokenFor } from './running-app.js';
import { readVersionFile, ScratchRepository, shippedModels } from './toy-models.js';
import { until } from '../../../test/until.js';

type Row = Record<string, string | number>;
interface Labelled {
  readonly row: Row;
  readonly actual: string;
}

/** Where Debian puts the browser that `scripts/install-packages.sh --checks` installs. */
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const ROWS = 1000;
const AUTHORIZATION = { Authorization: `Bearer ${tokenFor('predict feedback monitor')}` };

/** What people see of each shipped model after traffic of which a part drifted. */
const models = [
  {
    model: 'heart-disease',
    drifted: 'chol',
    change: (row: Row): Row => ({ ...row, chol: Math.min(2000, Math.round(Number(row['chol']) * 1.4)) }),
  },
  {
    model: 'product-category',
    drifted: 'description: share of words that are not in the reference',
    change: (row: Row): Row => ({ ...row, description: `${String(row['designation'])} `.repeat(12) }),
  },
];

const screens: [string, BrowserContextOptions][] = [
  ['a phone', { viewport: { width: 360, height: 800 } }],
  ['a wide screen', { viewport: { width: 1280, height: 900 } }],
  ['a dark screen', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }],
];

let browser: Browser;
let app: RunningApp;
const repository = new ScratchRepository(shippedModels);
beforeAll(async () => {
  for (const { model } of models) await addProfile(model);
  app = await startApp({ PREDICT_MODELS_DIR: repository.path, PREDICT_MONITORING_INTERVAL_MS: '200' });
  for (const { model, change } of models) await sendTraffic(model, change);
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  repository.delete();
});

async function addProfile(name: string): Promise<void> {
  const folder = { model: name, version: 1, path: join(repository.path, name, '1') };
  await writeProfile(folder, (await buildVersionProfile(folder)).content);
}

/** Rows of the reference, changed, answered and labelled; resolves when they are evaluated. */
async function sendTraffic(model: string, change: (row: Row) => Row): Promise<void> {
  const labelled = await referenceRows(model);
  const instances = labelled.map(({ row }) => change(row));
  const answer = await app.post(`/models/${model}/predict/batch`, { instances }, AUTHORIZATION);
  const answered = answer.body['predictions'] as { prediction_id: string }[];
  const feedback = answered.map(({ prediction_id }, index) => ({
    prediction_id,
    actual: labelled[index]?.actual,
  }));
  await app.post('/feedback/batch', { feedback }, AUTHORIZATION);
  await until(async () => {
    const { body } = await app.get(`/models/${model}/report`, {
      ...AUTHORIZATION,
      Accept: 'application/json',
    });
    const evaluation = body['evaluation'] as { drift: unknown; feedback: { rows: number } } | null;
    return evaluation?.drift != null && evaluation.feedback.rows === ROWS;
  });
}

async function referenceRows(model: string): Promise<Labelled[]> {
  const { features } = readVersionFile<{ features: { name: string; type: string }[] }>(
    shippedModels,
    `${model}/1`,
    'manifest.json',
  );
  const labelled: Labelled[] = [];
  for await (const { columns, cells } of readRecords({
    path: join(shippedModels, model, '1', 'reference.csv.gz'),
    format: 'csv',
  })) {
    const values = Object.fromEntries(columns.map((name, place) => [name, String(cells[place])]));
    const entries = features.map(({ name, type }) => [
      name,
      type === 'text' ? values[name] : Number(values[name]),
    ]);
    labelled.push({ row: Object.fromEntries(entries) as Row, actual: values['target'] ?? '' });
    if (labelled.length === ROWS) break;
  }
  return labelled;
}

/** Opens the report as a reader without scripts does, and tells what the page asked for or complained of. */
async function open(model: string, options: BrowserContextOptions) {
  const context = await browser.newContext({
    ...options,
    javaScriptEnabled: false,
    extraHTTPHeaders: AUTHORIZATION,
  });
  const page = await context.newPage();
  const troubles: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  const url = `${app.url}/models/${model}/report`;
  const response = await page.goto(url);
  return { context, page, troubles, requests, url, status: response?.status() };
}

const widthOf = (page: Page) => page.evaluate('document.documentElement.scrollWidth');

describe.each(models)('the report of $model', ({ model, drifted }) => {
  test.each(screens)('can be read on %s', async (_, options) => {
    const { context, page, troubles, requests, url, status } = await open(model, options);
    expect(status).toBe(200);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain(model);
    expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
      'Drift',
      'Distributions',
      'Drift by importance',
      'Predictions',
      'Labels and probabilities',
      'Quality',
      'Where the model is wrong',
      'Data-quality rules',
      'Data quality',
      'Window and evaluation',
    ]);
    for (const name of [
      /^Drift by column/,
      /^Confusion matrix/,
      /^Quality by class/,
      /^Data quality by column/,
    ]) {
      expect(await page.getByRole('table', { name }).first().isVisible()).toBe(true);
    }
    expect(await page.getByRole('img', { name: /reference against current/ }).count()).toBeGreaterThan(8);
    expect(await widthOf(page)).toBeLessThanOrEqual(options.viewport?.width ?? 0);
    expect(troubles).toEqual([]);
    expect(requests).toEqual([url]);
    await context.close();
  });

  test('has the column that drifted most first', async () => {
    const { context, page } = await open(model, {});
    const rows = page
      .getByRole('table', { name: /^Drift by column/ })
      .first()
      .getByRole('row');
    expect(await rows.nth(1).innerText()).toContain(drifted);
    expect(await rows.nth(1).innerText()).toContain('drifted');
    await context.close();
  });

  test('is light on paper', async () => {
    const { context, page, troubles } = await open(model, { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
    expect(troubles).toEqual([]);
    await context.close();
  });
});

test('many features that did not drift are collapsed on a screen and expanded on paper', async () => {
  const columns = Array.from({ length: 45 }, (_, index) => column(`f${index}`, index === 7 ? 2 : 0.2));
  const page = await browser.newPage();
  await page.setContent(reportPage(report({ evaluation: evaluation({ drift: windowOf(columns) }) })));
  const [open, collapsed] = ['f7', 'f0'].map((name) =>
    page.getByRole('heading', { level: 3, name, exact: true }),
  );
  expect([await open?.isVisible(), await collapsed?.isVisible()]).toEqual([true, false]);
  await page.emulateMedia({ media: 'print' });
  expect(await collapsed?.isVisible()).toBe(true);
  await page.close();
});
