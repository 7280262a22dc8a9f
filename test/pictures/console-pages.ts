import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';

const SIZE = { width: 1280, height: 800 };

/** Each page with what is there once it is drawn. */
const PAGES: readonly (readonly [
  name: string,
  path: string,
  drawn: (page: Page) => ReturnType<Page['locator']>,
])[] = [
  ['console-models', '/', (page) => page.getByRole('row', { name: /heart-disease/ })],
  ['console-model', '/models/heart-disease', (page) => page.getByRole('heading', { name: 'Versions' })],
  ['console-try', '/models/heart-disease/try', (page) => page.getByText('Prediction id')],
  ['console-watch', '/models/heart-disease/watch/1h', (page) => page.getByRole('img', { name: /^F1\./ })],
  ['console-retraining', '/retrains', (page) => page.getByRole('heading', { name: 'How it is decided' })],
  ['console-admin', '/admin', (page) => page.getByRole('table')],
];

/** Draws pages of the console; yields the name and the picture of each. */
export async function* consolePages(
  browser: Browser,
  { url, password }: { readonly url: string; readonly password: string },
): AsyncGenerator<{ readonly name: string; readonly picture: Buffer }> {
  const context = await browser.newContext({ viewport: SIZE, colorScheme: 'light' });
  context.setDefaultTimeout(0);
  try {
    const page = await context.newPage();
    await page.goto(url);
    await page.getByLabel('Username').fill('admin');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    for (const [name, path, drawn] of PAGES) {
      await page.goto(`${url}/#${path}`);
      if (path.endsWith('/try')) await page.getByRole('button', { name: 'Predict' }).click();
      await drawn(page).first().waitFor();
      await page.waitForLoadState('networkidle');
      const png = await page.screenshot();
      yield { name, picture: await sharp(png).webp({ quality: 82 }).toBuffer() };
    }
  } finally {
    await context.close();
  }
}
