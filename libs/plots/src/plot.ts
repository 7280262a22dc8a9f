import { type Content, html, type Html } from './html.js';

/** Everything about a plot except its drawing. */
export interface PlotFrame {
  /** Unique in the page. */
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** The name and the text alternative, for screen readers. */
  readonly title: string;
  readonly description: string;
  /** A class beside `plot`. */
  readonly kind?: string;
}

/** A drawing with its text alternative. It scales to the width of its container. */
export function plot(
  { id, width, height, title, description, kind = '' }: PlotFrame,
  drawing: Content,
): Html {
  return html`<svg
    class="plot ${kind}"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-labelledby="${id}-title ${id}-text"
  >
    <title id="${id}-title">${title}</title>
    <desc id="${id}-text">${description}</desc>
    ${drawing}
  </svg>`;
}

/** The numbers of a plot as a table, collapsed. */
export function numbersTable(
  caption: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): Html {
  return html`<details class="numbers">
    <summary>Numbers</summary>
    <div class="scroll" role="region" tabindex="0" aria-label="${caption}">
      <table>
        <caption class="unseen">
          ${caption}
        </caption>
        <thead>
          <tr>
            ${header.map((cell) => html`<th scope="col">${cell}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(numbersRow)}
        </tbody>
      </table>
    </div>
  </details>`;
}

function numbersRow([name, ...cells]: readonly string[]): Html {
  return html`<tr>
    <th scope="row"><bdi>${name}</bdi></th>
    ${cells.map((cell) => html`<td>${cell}</td>`)}
  </tr>`;
}
