import { type Content, html, type Html } from './html.js';

/** A part of the page under a heading of its own; `id` is unique in the page. */
export function section(id: string, title: string, content: Content, note?: Content): Html {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${note && html`<p class="note">${note}</p>`} ${content}
  </section>`;
}

/** A framed message where there is nothing to show. */
export function notice(content: Content): Html {
  return html`<div class="card notice">${content}</div>`;
}
