import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { ADMIN, type AuthService, startAuth } from '../../apps/auth/test/auth-service.js';
import { MonitoredHeart, older } from '../../apps/predict/test/monitored-heart.js';
import { type RunningApp, startApp } from '../../apps/predict/test/running-app.js';
import { until } from '../until.js';

/** Where Debian puts the browser that `scripts/install-packages.sh --checks` installs. */
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const ROWS = 400;
const MINUTE_MS = 60_000;

const screens: [string, BrowserContextOptions][] = [
  ['a phone', { viewport: { width: 360, height: 800 } }],
  ['a tablet', { viewport: { width: 768, height: 1024 } }],
  ['a wide screen', { viewport: { width: 1440, height: 900 } }],
  ['a dark phone', { viewport: { width: 360, height: 800 }, colorScheme: 'dark' }],
  ['a dark tablet', { viewport: { width: 768, height: 1024 }, colorScheme: 'dark' }],
  ['a dark wide screen', { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' }],
];

let auth: AuthService;
let database: TestDatabase;
let predict: RunningApp;
let heart: MonitoredHeart;
let browser: Browser;
beforeAll(async () => {
  auth = await startAuth();
  database = await testDatabase();
  heart = await MonitoredHeart.create(undefined, true, ['sex']);
  const environment = { ...heart.environment, DATABASE_URL: database.url };
  // Accepts the tokens of tests, which the browser's replica does not.
  const replica = await startApp(environment);
  await sendTraffic(replica);
  await replica.close();
  predict = await startApp({ ...environment, AUTH_URL: auth.url });
  await backfill();
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  await predict?.close();
  await auth?.close();
  await database?.close();
  heart?.repository.delete();
});

/** Rows that have drifted, with labels; resolves when their evaluation is in the history. */
async function sendTraffic(to: RunningApp): Promise<void> {
  const answers = await heart.predict(to, ROWS, older);
  await heart.label(
    to,
    answers.slice(0, 60).map(({ prediction_id, prediction }, place) => {
      const wrong = prediction === 'disease' ? 'healthy' : 'disease';
      return { prediction_id, actual: place % 4 === 0 ? wrong : prediction };
    }),
  );
  const stored = 'SELECT FROM predict.evaluation_history WHERE layout IS NOT NULL AND realised IS NOT NULL';
  await until(async () => ((await database.pool.query(stored)).rowCount ?? 0) > 0);
}

/** A day of evaluations like the stored one, with drift that grows, of traffic, and of events. */
async function backfill(): Promise<void> {
  const { pool } = database;
  await pool.query(`
    INSERT INTO predict.evaluation_history
    SELECT model, version, past.at, drift_share * share, realised - 0.1 * share, estimated, estimated_lower,
      estimated_upper, severity * share, layout,
      (SELECT array_agg(one * share::real) FROM unnest(severities) AS one),
      (SELECT array_agg(CASE place WHEN 3 THEN 0.2 * share ELSE 0 END) FROM unnest(missing) WITH ORDINALITY AS one (value, place)),
      shares
    FROM (SELECT * FROM predict.evaluation_history WHERE layout IS NOT NULL LIMIT 1) AS one,
      LATERAL (SELECT at - make_interval(mins => 5 * n) AS at, (1 - n / 290.0) AS share FROM generate_series(1, 280) AS n) AS past`);
  await pool.query(`
    INSERT INTO predict.traffic_history (model, version, at, upper, rows)
    SELECT 'heart-disease', 1, date_trunc('minute', now()) - make_interval(mins => 5 * n), upper, 10 + 5 * sin(n / 30.0)
    FROM generate_series(1, 280) AS n, unnest(ARRAY[0.001, 0.005, 0.025]) AS upper`);
  await pool.query(`
    INSERT INTO predict.audit_events (key, at, action, subject, target, after)
    VALUES (gen_random_uuid(), now() - interval '3 hours', 'model.promoted', 'kim', 'heart-disease', '{"champion": 1}')`);
  await pool.query(`
    INSERT INTO predict.retrains (id, model, version, state, trigger, alertname, requested_by, requested_at, updated_at,
      dag_run_id, conf, notifications, attempts, next_attempt_at)
    VALUES (gen_random_uuid(), 'heart-disease', 1, 'success', 'alert', 'ModelF1Drop', 'alertmanager',
      now() - interval '9 hours', now() - interval '8 hours', 'run', '{}', 1, 1, now())`);
}

/** Signs in at the address of a page, as someone with a link does; collects what the page complains of. */
async function open(address: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => message.type() !== 'info' && troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(error.message));
  await page.goto(`${predict.url}/#${address}`);
  await page.getByLabel('Username').fill(ADMIN.username);
  await page.getByLabel('Password').fill(ADMIN.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('img', { name: /^F1\./ }).waitFor();
  return { context, page, troubles };
}

/** The part of the page below a heading. */
const panelOf = (page: Page, name: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name, exact: true }) });

const WATCH = '/models/heart-disease/watch/24h';

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe.source }).catch(() => undefined);
  const found = await page.evaluate<Violation[]>('axe.run().then(({ violations }) => violations)');
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

test.each(screens)('the past of a model can be read on %s', async (name, options) => {
  const { context, page, troubles } = await open(WATCH, { ...options, bypassCSP: true });
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Watch heart-disease');
  for (const panel of [
    'Drift by column',
    'Distribution of prediction',
    'Missing values',
    'Traffic',
    'Where the model is wrong',
  ])
    expect(await page.getByRole('heading', { level: 2, name: panel, exact: true }).isVisible()).toBe(true);
  await page.getByRole('button', { name: 'age', exact: true }).click();
  await page.getByRole('img', { name: 'age: reference against current' }).waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
    options.viewport?.width ?? 0,
  );
  const folder = process.env['PLUMBLINE_SCREENSHOTS'];
  if (folder !== undefined)
    await page.screenshot({ path: `${folder}/watch-${name.replaceAll(' ', '-')}.png`, fullPage: true });
  expect(await violations(page)).toEqual([]);
  expect(troubles).toEqual([]);
  await context.close();
});

test('the page names the events of the range, and has its numbers as a table', async () => {
  const { context, page } = await open(WATCH);
  const events = panelOf(page, 'Events').getByRole('listitem');
  expect(await events.allInnerTexts()).toEqual([
    expect.stringContaining('Version 1 promoted'),
    expect.stringContaining('Retraining succeeded'),
    expect.stringContaining('ModelF1Drop'),
  ]);
  const quality = panelOf(page, 'F1');
  await quality.getByText('Numbers').click();
  expect(await quality.getByRole('row').count()).toBeGreaterThan(20);
  await context.close();
});

test('the page keeps range and version in the address', async () => {
  const { context, page } = await open(WATCH);
  await page.getByRole('link', { name: '7d' }).click();
  await page.getByLabel('Version').selectOption('version 1');
  await page.waitForURL(/#\/models\/heart-disease\/watch\/7d\/1$/);
  await page.reload();
  await page.getByRole('img', { name: /^F1\./ }).waitFor();
  expect(await page.getByRole('link', { name: '7d' }).getAttribute('aria-current')).toBe('true');
  expect(await page.getByLabel('Version').inputValue()).toBe('1');
  await context.close();
});

test('the page reads nothing while it is hidden', async () => {
  const { context, page } = await open(WATCH);
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.clock.install();
  const setVisible = (state: string) =>
    page.evaluate(
      `Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true })`,
    );
  await page.reload();
  await page.getByRole('img', { name: /^F1\./ }).waitFor();
  await setVisible('hidden');
  requests.length = 0;
  await page.clock.runFor(2 * MINUTE_MS);
  expect(requests).toEqual([]);
  await setVisible('visible');
  const asked = page.waitForRequest(/\/quality/);
  await page.clock.runFor(MINUTE_MS);
  await asked;
  await context.close();
});

test('the page says that a model does not exist', async () => {
  const { context, page } = await open(WATCH);
  await page.goto(`${predict.url}/#/models/nothing/watch`);
  await page.getByRole('alert').first().waitFor();
  expect(await page.getByRole('alert').first().innerText()).toContain('nothing');
  await context.close();
});
