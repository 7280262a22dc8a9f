import { html, type Html } from '../text/index.js';

/** A table that scrolls sideways where the page is too narrow. */
interface ScrollTable {
  /** For screen readers. */
  readonly caption: string;
  /** The names of the columns: first those of texts, then those of numbers. */
  readonly texts: readonly string[];
  readonly numbers: readonly string[];
  readonly rows: readonly Html[];
  readonly style?: string;
}

export function scrollTable({ caption, texts, numbers, rows, style }: ScrollTable): Html {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}">
    <table${style && html` class="${style}"`}>
      <caption class="unseen">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${texts.map((name) => html`<th scope="col">${name}</th>`)}
          ${numbers.map((name) => html`<th scope="col" class="number">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
