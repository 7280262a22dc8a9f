import { createHash } from 'node:crypto';
import { layoutStyle, plotStyle, printStyle, tableStyle, tokenStyle } from '@plumbline/theme';
import { html, type Html, trusted } from '../text/index.js';

/** The whole style of the page. The policy has its hash, so it never contains data. */
const style = [tokenStyle, layoutStyle, tableStyle, plotStyle, printStyle].join('\n');
const styleHash = createHash('sha256').update(style).digest('base64');

/** What the page may do, also when it is saved: apply its own style, and nothing else. */
const pagePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'`;

/** The policy of the response, which also forbids to frame the page or to run anything in it. */
export const answerPolicy = `${pagePolicy}; frame-ancestors 'none'; sandbox`;

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M7 0h2v7l3 3-4 6-4-6 3-3z' fill='%230b6e75'/%3E%3C/svg%3E";

/** Only the style, without any other character: the policy has its hash. */
const STYLE = trusted(`<style>${style}</style>`);

/** The line above the title of every report. */
export const eyebrow = html`<p class="eyebrow">
  <svg class="bob" viewBox="0 0 16 22" aria-hidden="true" focusable="false">
    <path d="M7.25 0h1.5v11h-1.5zM4 11h8v2.5L8 22 4 13.5z" /></svg
  >Plumbline report
</p>`;

/** A self-contained page: no scripts, no other files, no network. */
export function documentPage(title: string, masthead: Html, main: Html): string {
  const page = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta http-equiv="Content-Security-Policy" content="${pagePolicy}" />
      <title>${title}: Plumbline report</title>
      <link rel="icon" href="${ICON}" />
      ${STYLE}
    </head>
    <body>
      ${masthead}
      <main>${main}</main>
      <footer class="colophon">
        Plumbline report. A drift score shows that values have changed, not that the model has degraded. Read
        it together with the quality.
      </footer>
    </body>
  </html>`;
  return `<!doctype html>\n${page.toString()}\n`;
}
