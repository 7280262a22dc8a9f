import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { boardPage, WIDTH_PX } from './board-page.js';
import type { AnsweredBoard } from './answers.js';
import { drawingScript } from './draw-charts.js';

const uplot = createRequire(import.meta.url).resolve('uplot/dist/uPlot.iife.min.js');
const style = readFileSync(uplot.replace('uPlot.iife.min.js', 'uPlot.min.css'), 'utf8');

const MAX_HEIGHT_PX = 1_700;
/** Above the title of a row. */
const SPACE_PX = 8;

/** A board that was drawn. */
export interface BoardPicture {
  /** From the top down: a tall board is cut between its rows. */
  readonly pictures: readonly Buffer[];
  /** The ids of the panels that are in the picture. */
  readonly panels: readonly number[];
  /** The names of the charts of which nothing was drawn. */
  readonly blank: readonly string[];
}

/** Charts whose canvas has no pixel. */
const BLANK = `[...document.querySelectorAll('[data-chart]')].filter((element) => {
  const canvas = element.querySelector('canvas');
  if (element.clientHeight === 0) return false;
  return !canvas?.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0);
}).map((element) => element.dataset.chart)`;

const PANELS = `[...document.querySelectorAll('[data-panel]')]
  .filter(({ clientWidth, clientHeight }) => clientWidth > 0 && clientHeight > 0)
  .map((element) => Number(element.dataset.panel))`;

/** Where the rows of the board begin, in pixels. */
const ROWS = `[...document.querySelectorAll('h2')].map((element) => element.getBoundingClientRect().top)`;

/** Draws a board in a browser. @throws Error with what the page complained of. */
export async function drawBoard(
  browser: Browser,
  board: AnsweredBoard,
  shown: string,
): Promise<BoardPicture> {
  const context = await browser.newContext({ viewport: { width: WIDTH_PX, height: 900 }, timezoneId: 'UTC' });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(0);
    const troubles: string[] = [];
    page.on('console', (message) => troubles.push(message.text()));
    page.on('pageerror', ({ message }) => troubles.push(message));
    const { markup, charts } = boardPage(board, shown);
    await page.setContent(markup);
    await page.addStyleTag({ content: style });
    await page.addScriptTag({ path: uplot });
    await page.addScriptTag({ content: drawingScript(charts) });
    // uPlot draws in the next microtask, the browser paints with the next frame.
    await page.evaluate('new Promise(requestAnimationFrame)');
    const panels = await page.evaluate<number[]>(PANELS);
    const blank = await page.evaluate<string[]>(BLANK);
    const png = await page.screenshot({ fullPage: true });
    if (troubles.length > 0) throw new Error(`${board.title}: ${troubles.join('; ')}`);
    const rows = await page.evaluate<number[]>(ROWS);
    return { pictures: await cut(png, rows), panels, blank };
  } finally {
    await context.close();
  }
}

/** Cuts a picture before rows, so that no part is much higher than a screen. */
async function cut(png: Buffer, rows: readonly number[]): Promise<Buffer[]> {
  const { width = 0, height = 0 } = await sharp(png).metadata();
  const tops = [0];
  for (const [place, row] of rows.entries()) {
    const end = rows[place + 1] ?? height;
    if (end - (tops.at(-1) ?? 0) > MAX_HEIGHT_PX && place > 0) tops.push(Math.round(row) - SPACE_PX);
  }
  return Promise.all(
    tops.map((top, place) =>
      sharp(png)
        .extract({ left: 0, top, width, height: (tops[place + 1] ?? height) - top })
        .webp({ quality: 80 })
        .toBuffer(),
    ),
  );
}
