import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { addUser } from '../apps/auth/test/accounts.js';
import { ADMIN, type AuthService, startAuth } from '../apps/auth/test/auth-service.js';
import { type RunningApp, startApp } from '../apps/predict/test/running-app.js';
import { ScratchRepository, shippedModels } from '../apps/predict/test/toy-models.js';

/** Where Debian puts the browser that `scripts/install-packages.sh --checks` installs. */
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const WIDTHS = [390, 820, 1360];
const THEMES = ['light', 'dark'] as const;
const PAGES = [
  ['/', 'row', /heart-disease/],
  ['/models/heart-disease', 'heading', 'Versions'],
  ['/models/heart-disease/try', 'button', 'Predict'],
  ['/retrains', 'heading', 'How it is decided'],
  ['/audit', 'heading', 'Audit trail'],
  ['/admin', 'table', 'People'],
  ['/admin/clients', 'button', 'Add a client'],
  ['/admin/keys', 'table', 'Signing keys'],
  ['/admin/events', 'table', 'Sign-ins and changes'],
  ['/account', 'table', 'Sessions'],
] as const;
const FIRST_VIEW_BYTES = 300_000;

let auth: AuthService;
let predict: RunningApp;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** What the page complained of, and where else it sent requests. */
let troubles: string[];
const repository = new ScratchRepository(shippedModels);

beforeAll(async () => {
  auth = await startAuth();
  predict = await startApp({
    AUTH_URL: auth.url,
    PREDICT_MODELS_DIR: repository.path,
    PREDICT_MONITORING_INTERVAL_MS: '500',
  });
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  await predict?.close();
  await auth?.close();
  repository.delete();
});

beforeEach(async () => {
  context = await browser.newContext();
  // Jest's limit is for hangs, this one would be for slow machines.
  context.setDefaultTimeout(0);
  page = await context.newPage();
  troubles = [];
  page.on('console', (message) => troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(predict.url)) troubles.push(request.url());
  });
});
afterEach(() => context.close());

async function signIn({ username, password } = ADMIN): Promise<void> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation').waitFor();
}

/** Opens a page of the console after a sign-in. */
async function open(path: string, person = ADMIN): Promise<void> {
  await page.goto(`${predict.url}/#${path}`);
  await signIn(person);
}

/** The broken rules of WCAG that axe finds in the page. */
async function violations(): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate<{
    violations: { id: string; nodes: { html: string }[] }[];
  }>('axe.run()');
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

describe('signing in', () => {
  test('shows all models, by keyboard alone', async () => {
    await page.goto(predict.url);
    await page.getByLabel('Username').waitFor();
    await page.keyboard.type(ADMIN.username);
    await page.keyboard.press('Tab');
    await page.keyboard.type(ADMIN.password);
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: /heart-disease/ }).waitFor();
    const names = await page.getByRole('rowheader').allInnerTexts();
    expect(names.map((text) => text.split('\n')[0])).toEqual([
      'face-attributes',
      'heart-disease',
      'product-category',
      'titanic-survival',
      'weather-forecast',
    ]);
    expect(await page.title()).toBe('Models · Plumbline');
    expect(troubles).toEqual([]);
  });

  test('keeps the tokens from scripts', async () => {
    await page.goto(predict.url);
    await signIn();
    expect(
      await page.evaluate('document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage })'),
    ).toBe('{}');
  });

  test('says that the password is wrong', async () => {
    await page.goto(predict.url);
    await page.getByLabel('Username').fill(ADMIN.username);
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('alert').innerText()).toBe('The username or the password is wrong.');
    expect(await violations()).toEqual([]);
  });

  test('is asked for when the session has ended, and leads back to the page', async () => {
    const sam = await addUser(auth, 'sam', 'predict');
    await page.goto(`${predict.url}/#/somewhere`);
    await signIn(sam);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('No such page');
    await page.getByText('sam', { exact: true }).click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByLabel('Username').waitFor();
    await signIn(sam);
    expect(page.url()).toBe(`${predict.url}/#/somewhere`);
    expect(troubles).toEqual([]);
  });
});

describe('the form of a model', () => {
  test.each([
    ['heart-disease', 'no_disease'],
    ['product-category', ''],
    ['titanic-survival', 'died'],
    ['weather-forecast', ''],
    ['face-attributes', ''],
  ])('predicts the example of the manifest: %s', async (model, expected) => {
    await open(`/models/${model}/try`);
    await page.getByRole('button', { name: 'Predict' }).click();
    await page.getByText('Prediction id').waitFor();
    expect(await page.locator('.answer').innerText()).toContain(expected);
    expect(await violations()).toEqual([]);
    expect(troubles).toEqual([]);
  });

  test('takes the truth of a prediction', async () => {
    await open('/models/heart-disease/try');
    await page.getByRole('button', { name: 'Predict' }).click();
    await page.getByLabel('True value').selectOption('disease');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('The true value is recorded.').waitFor();
  });

  test('says at the field what is wrong with a value', async () => {
    await open('/models/heart-disease/try');
    await page.getByLabel(/^age/).fill('old');
    await page.getByRole('button', { name: 'Predict' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel(/^age/).getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByText('Prediction id').count()).toBe(0);
    expect(await violations()).toEqual([]);
  });

  test('keeps no values of another model', async () => {
    await open('/models/heart-disease/try');
    await page.getByRole('button', { name: 'Predict' }).click();
    await page.getByText('Prediction id').waitFor();
    await page.goto(`${predict.url}/#/models/titanic-survival/try`);
    await page.getByLabel(/^fare/).waitFor();
    expect(await page.getByLabel(/^age/).inputValue()).toBe('22');
    expect(await page.getByText('Prediction id').count()).toBe(0);
  });
});

describe('the page of a model', () => {
  test('promotes a version and rolls back after a confirmation, which the audit trail records', async () => {
    repository.copyVersion('titanic-survival/1', 'titanic-survival/2');
    await open('/models/titanic-survival');
    const watch = page.getByRole('link', { name: 'Watch' });
    expect(await watch.getAttribute('href')).toBe('#/models/titanic-survival/watch');
    const second = page.getByRole('row', { name: /^2 / });
    await second.getByRole('button', { name: 'Promote' }).click();
    expect(await violations()).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Promote' }).click();
    await second.getByText('champion', { exact: true }).waitFor();
    await second.getByRole('button', { name: 'Roll back' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await page.getByRole('row', { name: /^1 champion/ }).waitFor();
    expect(troubles).toEqual([]);
    const { events } = await page.evaluate<{ events: { action: string }[] }>(
      "fetch('audit?target=titanic-survival').then((answer) => answer.json())",
    );
    expect(events.map(({ action }) => action)).toEqual(['model.rolled_back', 'model.promoted']);
  });

  test('offers only what the scopes allow', async () => {
    await open('/models/heart-disease', await addUser(auth, 'lee', 'predict'));
    await page.getByRole('heading', { name: 'Versions' }).waitFor();
    expect(await page.getByRole('link', { name: /Report|Watch/ }).count()).toBe(0);
    expect(await page.getByRole('columnheader', { name: 'Actions' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Try it' }).click();
    await page.getByRole('button', { name: 'Predict' }).click();
    await page.getByText('Prediction id').waitFor();
    expect(await page.getByRole('heading', { name: 'Send the truth' }).count()).toBe(0);
    expect(troubles).toEqual([]);
  });
});

describe.each(THEMES)('every page in the %s theme', (colorScheme) => {
  test.each(WIDTHS)('fits %i pixels and breaks no rule of axe', async (width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(predict.url);
    await page.getByLabel('Username').waitFor();
    expect(await violations()).toEqual([]);
    await signIn();
    for (const [path, role, name] of PAGES) {
      await page.goto(`${predict.url}/#${path}`);
      await page.getByRole(role, { name }).first().waitFor();
      expect([path, await violations()]).toEqual([path, []]);
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, width]);
    }
    expect(troubles).toEqual([]);
  });
});

describe('the files of the console', () => {
  test('are small, and kept by browsers for ever', async () => {
    let bytes = 0;
    const caching = new Set<string | undefined>();
    page.on('response', async (response) => {
      if (response.url().includes('/assets/')) caching.add(response.headers()['cache-control']);
      bytes += (await response.request().sizes()).responseBodySize;
    });
    await page.goto(predict.url);
    await page.getByLabel('Username').waitFor();
    await page.waitForLoadState('networkidle');
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(FIRST_VIEW_BYTES);
    expect([...caching]).toEqual(['public, max-age=31536000, immutable']);
  });

  test('are found below the path of a proxy', async () => {
    const proxied = await startApp({ AUTH_URL: auth.url, PREDICT_TRUSTED_PROXIES: '127.0.0.1' });
    const html = await (
      await fetch(proxied.url, { headers: { accept: 'text/html', 'x-forwarded-prefix': '/ml' } })
    ).text();
    await proxied.close();
    expect(html).toContain('<head><base href="/ml/" />');
    expect(html).toMatch(/src="\.\/assets\//);
  });

  test('are the page for browsers only, and no others', async () => {
    const answer = await predict.get('/', { Accept: 'application/json' });
    expect([answer.status, answer.body['code']]).toEqual([404, 'route_not_found']);
    for (const name of [
      'index.html',
      '..%2findex.html',
      '..%2f..%2fpackage.json',
      'index-00000000.js',
      '.built',
    ]) {
      expect([name, (await predict.get(`/assets/${name}`)).status]).toEqual([name, 404]);
    }
  });
});
