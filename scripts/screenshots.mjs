import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import sharp from 'sharp';

/**
 * Makes the pictures of the documentation from a running Plumbline with traffic: `npm start` and `npm run traffic`, then
 * `PLUMBLINE_PASSWORD=... npm run screenshots`. PREDICT_URL names another predict than that of `npm start`.
 */

const PREDICT = process.env.PREDICT_URL ?? 'http://localhost:8002';
const FOLDER = join(import.meta.dirname, '../docs/images');
const MAX_BYTES = 150_000;
const SIZE = { width: 1280, height: 800 };

/** Each page with what is there once it is drawn. */
const PAGES = [
  ['console-models', '/', (page) => page.getByRole('row', { name: /heart-disease/ })],
  ['console-model', '/models/heart-disease', (page) => page.getByRole('heading', { name: 'Versions' })],
  ['console-try', '/models/heart-disease/try', (page) => page.getByText('Prediction id')],
  ['console-watch', '/models/heart-disease/watch/1h', (page) => page.getByRole('img', { name: /^F1\./ })],
  ['console-retraining', '/retrains', (page) => page.getByRole('heading', { name: 'How it is decided' })],
  ['console-admin', '/admin', (page) => page.getByRole('table')],
];

const password = process.env.PLUMBLINE_PASSWORD;
if (password === undefined) throw new Error('Set PLUMBLINE_PASSWORD to the password of admin.');
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light' });
  await page.goto(PREDICT);
  await page.getByLabel('Username').fill('admin');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, path, drawn] of PAGES) {
    await page.goto(`${PREDICT}/#${path}`);
    if (path.endsWith('/try')) await page.getByRole('button', { name: 'Predict' }).click();
    await drawn(page).first().waitFor();
    await page.waitForLoadState('networkidle');
    const picture = await sharp(await page.screenshot())
      .webp({ quality: 82 })
      .toBuffer();
    if (picture.length > MAX_BYTES)
      throw new Error(`${name} has ${picture.length} bytes; at most ${MAX_BYTES}`);
    writeFileSync(join(FOLDER, `${name}.webp`), picture);
    process.stdout.write(`docs/images/${name}.webp  ${picture.length} bytes\n`);
  }
} finally {
  await browser.close();
}
