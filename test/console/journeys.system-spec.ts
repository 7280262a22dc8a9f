import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { addUser, type Person, signIn } from '../../apps/auth/test/accounts.js';
import { ADMIN, type AuthService, startAuth } from '../../apps/auth/test/auth-service.js';
import { type AirflowStandIn, airflowStandIn } from '../../apps/predict/test/airflow-stand-in.js';
import { modelF1Drop, notification } from '../../apps/predict/test/alert-notification.js';
import { type RunningApp, startApp } from '../../apps/predict/test/running-app.js';
import { ScratchRepository, shippedModels, toyModels } from '../../apps/predict/test/toy-models.js';
import { until } from '../until.js';

/** Where Debian puts the browser that `scripts/install-packages.sh --checks` installs. */
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const MODEL = 'heart-disease';

let auth: AuthService;
let airflow: AirflowStandIn;
let predict: RunningApp;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** What the page complained of. */
let troubles: string[];
const repository = new ScratchRepository(shippedModels, [MODEL, 'titanic-survival']);
const laptop = new ScratchRepository(shippedModels, [MODEL]);

beforeAll(async () => {
  laptop.copyVersion(`${MODEL}/1`, `${MODEL}/2`);
  cpSync(join(toyModels, 'rent/1'), join(repository.path, 'rent/1'), { recursive: true });
  auth = await startAuth();
  airflow = await airflowStandIn();
  predict = await startApp({
    AUTH_URL: auth.url,
    AIRFLOW_URL: airflow.url,
    AIRFLOW_USERNAME: 'retrainer',
    AIRFLOW_PASSWORD: 'letmein',
    RETRAIN_MODE: 'approve',
    RETRAIN_POLL_MS: '50',
    PREDICT_MODELS_DIR: repository.path,
    PREDICT_DEFAULT_MODEL: MODEL,
  });
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  await predict?.close();
  await airflow?.close();
  await auth?.close();
  repository.delete();
  laptop.delete();
});

beforeEach(async () => {
  context = await browser.newContext();
  // Jest's limit is for hangs, this one would be for slow machines.
  context.setDefaultTimeout(0);
  page = await context.newPage();
  troubles = [];
  page.on('console', (message) => troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(error.message));
});
afterEach(() => context.close());

/** Opens a page of the console after a sign-in. */
async function open(path: string, { username, password }: Person = ADMIN): Promise<void> {
  await page.goto(`${predict.url}/#${path}`);
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

async function violations(): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate<{ violations: Violation[] }>('axe.run()');
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Presses the button of a dialog that has just opened. */
async function confirm(name: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

/** Alertmanager's notification that the F1 of a model fell. */
async function sendAlert(model: string): Promise<void> {
  const { access_token: token } = await signIn(auth);
  const alert = modelF1Drop({ labels: { alertname: 'ModelF1Drop', model }, fingerprint: model });
  const { status } = await predict.post('/alerts', notification(alert), { Authorization: `Bearer ${token}` });
  expect(status).toBe(200);
}

const bounds = (value: number) => ({ value, low: value - 0.02, high: value + 0.02 });
const measured = (score: number, gain: number) => ({
  recent: { f1: bounds(score), gain: bounds(gain) },
  reference: { f1: bounds(0.8), gain: bounds(0) },
  latency_ms: 0.2,
  bytes: 9_000,
});

test('a client developer tries a model with a yes or no, a choice and numbers', async () => {
  await open('/models/rent/try');
  await page.getByLabel(/^balcony/).selectOption('false');
  await page.getByLabel(/^district/).selectOption('south');
  await page.getByRole('button', { name: 'Predict' }).click();
  await page.getByText('Prediction id').waitFor();
  expect(await page.getByRole('main').innerText()).toMatch(/"balcony":\s*false/);
  expect(await violations()).toEqual([]);
  expect(troubles).toEqual([]);
});

test('an operator sees what fires and why, approves, and follows the run to what the gate saw', async () => {
  await sendAlert(MODEL);
  await open('/retrains');
  const alert = page.getByRole('row', { name: /^ModelF1Drop/ });
  await alert.getByText('A person has to approve').waitFor();
  expect(await alert.innerText()).toContain('firing');
  await page.getByRole('button', { name: 'Approve' }).click();
  expect(await violations()).toEqual([]);
  await confirm('Approve');
  await until(() => Promise.resolve(airflow.runs.size === 1));
  const [run] = [...airflow.runs.values()];
  run!.state = 'running';
  run!.tasks = [
    {
      task_id: 'begin',
      map_index: -1,
      state: 'success',
      start_date: '2026-05-01T10:00:00Z',
      end_date: '2026-05-01T10:01:30Z',
    },
    {
      task_id: 'decide',
      map_index: -1,
      state: 'running',
      start_date: '2026-05-01T10:02:00Z',
      end_date: null,
    },
  ];
  run!.results = {
    evaluate: {
      rows: { recent: 120, reference: 2_000 },
      confidence: 0.95,
      models: { champion: measured(0.5, 0), forest: measured(0.8, 0.3) },
    },
    decide: 'forest',
  };
  await alert.getByRole('link', { name: 'Show the retraining' }).click();
  await page.getByRole('row', { name: /Check the request.*1 min 30 s/ }).waitFor();
  expect(await page.getByRole('row', { name: /^forest/ }).innerText()).toMatch(/chosen[^]*0\.800[^]*0\.300/);
  expect(await page.getByText('approved').innerText()).toContain('admin (you)');
  const link = page.getByRole('link', { name: 'Open in Airflow' });
  expect(await link.getAttribute('href')).toContain(`${airflow.url}/dags/`);
  expect(await violations()).toEqual([]);
  await page.getByRole('link', { name: 'Audit' }).click();
  await page.getByRole('row', { name: /retraining approved heart-disease/ }).waitFor();
  expect(troubles).toEqual([]);
});

test('an operator rejects with a reason, and retrains by hand', async () => {
  await sendAlert('titanic-survival');
  await open('/retrains');
  await page.getByRole('button', { name: 'Reject' }).click();
  await page.getByLabel('Reason').fill('the labels are wrong');
  await confirm('Reject');
  await page.getByRole('row', { name: /rejected.*the labels are wrong/ }).waitFor();
  await page.getByLabel('Retrain a model by hand').selectOption('titanic-survival');
  await page.getByRole('button', { name: 'Retrain' }).click();
  await page.getByLabel('Reason').fill('new clinic');
  await confirm('Retrain');
  await page.getByRole('row', { name: /new clinic/ }).waitFor();
  expect(troubles).toEqual([]);
});

test('an operator without the scope for it decides nothing', async () => {
  await open('/retrains', await addUser(auth, 'ola', 'predict', 'retrain'));
  await page.getByRole('heading', { name: 'How it is decided' }).waitFor();
  expect(await page.getByRole('button', { name: /Approve|Reject|Retrain/ }).count()).toBe(0);
  expect(await page.getByRole('link', { name: /Audit|Admin/ }).count()).toBe(0);
  expect(troubles).toEqual([]);
});

const filesOf = (version: number) => {
  const folder = join(laptop.path, MODEL, String(version));
  return readdirSync(folder)
    .filter((name) => name !== 'profile.json')
    .map((name) => join(folder, name));
};
/** Drops files and folders of this machine where a label is, as from a file manager. */
async function drop(label: RegExp, paths: string[]): Promise<void> {
  const zone = page.getByText(label);
  await zone.scrollIntoViewIfNeeded();
  const { x = 0, y = 0 } = (await zone.boundingBox()) ?? {};
  const session = await context.newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: x + 5, y: y + 5, data });
  }
}
const choose = (files: string[]) => page.getByLabel(/Drop the files/).setInputFiles(files);

test('an ML engineer publishes a version by dropping its folder, promotes it, compares it', async () => {
  rmSync(join(laptop.path, MODEL, '2', 'profile.json'));
  await open('/');
  await drop(/Drop the files/, [join(laptop.path, MODEL, '2')]);
  await page.getByText(`${MODEL}, version 2`).waitFor();
  expect(await violations()).toEqual([]);
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText(`Version 2 of ${MODEL} is published.`).waitFor();
  expect(await violations()).toEqual([]);
  await page.getByRole('button', { name: 'Promote' }).click();
  await confirm('Promote');
  await page.getByText('It is the champion.').waitFor();
  await page.getByRole('link', { name: 'Compare the versions' }).click();
  await page.getByRole('row', { name: /^2 champion/ }).waitFor();
  await page.getByText('have the same metrics and signature').waitFor();
  await page.getByRole('link', { name: 'Watch' }).click();
  await page.getByRole('heading', { level: 1, name: `Watch ${MODEL}` }).waitFor();
});

test('an ML engineer is told what is wrong with the files, by file and rule', async () => {
  laptop.copyVersion(`${MODEL}/1`, `${MODEL}/3`);
  laptop.edit(`${MODEL}/3`, 'manifest.json', (manifest) => {
    manifest['task'] = 'guessing';
    manifest['threshold'] = 7;
  });
  await open('/');
  await choose(filesOf(3).filter((path) => path.endsWith('model.onnx')));
  await page.getByText('There is no manifest.json among the files').waitFor();
  await choose(filesOf(3).filter((path) => !path.endsWith('model.onnx')));
  await page.getByText('files that were not chosen: model.onnx').waitFor();
  expect(await page.getByRole('button', { name: 'Publish', exact: true }).isDisabled()).toBe(true);
  await choose(filesOf(3));
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  expect(await page.getByRole('alert').innerText()).toContain('manifest.json: task');
  expect(await violations()).toEqual([]);
});

test('an ML engineer finds the command that makes the files', async () => {
  await open('/');
  await page.getByText('You have only a model and its data?').click();
  expect(await page.getByRole('main').innerText()).toContain('npx plumbline add');
});

test('an admin adds a person, changes what they may do, and disables them', async () => {
  await open('/admin');
  await page.getByRole('button', { name: 'Add a person' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Username').fill('rosa');
  await dialog.getByLabel('Password').fill('password');
  await dialog.getByRole('button', { name: 'Add a person' }).click();
  await dialog.getByRole('alert').waitFor();
  expect(await violations()).toEqual([]);
  await dialog.getByLabel('Password').fill('seven green umbrellas');
  await confirm('Add a person');
  const rosa = page.getByRole('row', { name: /^rosa/ });
  await rosa.getByRole('button', { name: 'Scopes' }).click();
  await page
    .getByRole('dialog')
    .getByLabel(/^monitor/)
    .check();
  await confirm('Scopes');
  await rosa.getByText('monitor', { exact: true }).waitFor();
  await rosa.getByRole('button', { name: 'Disable' }).click();
  await confirm('Disable');
  await rosa.getByText('disabled').waitFor();
  await page.getByRole('link', { name: 'Sign-ins and changes' }).click();
  await page
    .getByRole('row', { name: /user\.changed.*rosa/ })
    .first()
    .waitFor();
  expect(await violations()).toEqual([]);
});

test('an admin sees the secret of a client once', async () => {
  await open('/admin/clients');
  await page.getByRole('button', { name: 'Add a client' }).click();
  await page.getByRole('dialog').getByLabel('Client id').fill('grafana');
  await page
    .getByRole('dialog')
    .getByLabel(/^monitor/)
    .check();
  await confirm('Add a client');
  const secret = page.getByLabel('The secret of grafana.');
  const first = await secret.innerText();
  expect(first).toMatch(/^[\w-]{43}$/);
  expect(await violations()).toEqual([]);
  await page
    .getByRole('row', { name: /^grafana/ })
    .getByRole('button', { name: 'New secret' })
    .click();
  await confirm('New secret');
  await page.getByText('The old secret is valid until').waitFor();
  expect(await secret.innerText()).not.toBe(first);
  await page.reload();
  await page.getByRole('row', { name: /^grafana/ }).waitFor();
  expect(await secret.count()).toBe(0);
  expect(await page.content()).not.toContain(first);
  expect(troubles).toEqual([]);
});

test('an admin rotates the signing keys, and ends another session of the account', async () => {
  await signIn(auth);
  await open('/admin/keys');
  await page.getByRole('button', { name: 'Rotate now' }).click();
  await confirm('Rotate now');
  await page.getByText('next: published').waitFor();
  expect(await violations()).toEqual([]);
  await page.goto(`${predict.url}/#/account`);
  const ends = page.getByRole('button', { name: 'End', exact: true });
  await ends.first().waitFor();
  const before = await ends.count();
  await ends.first().click();
  await confirm('End');
  await until(async () => (await ends.count()) === before - 1);
  expect(await violations()).toEqual([]);
  expect(troubles).toEqual([]);
});
