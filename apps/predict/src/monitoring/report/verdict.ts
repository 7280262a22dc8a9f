import type { ColumnEvaluation } from '@plumbline/evaluation';
import { html, type Html } from './html.js';

/** A finding as a sign and a word, so that colour is not needed to tell it. */
export function verdict(column: Pick<ColumnEvaluation, 'drift'>): Html {
  if (column.drift === null) return unknown('no score');
  return column.drift.drifted ? alarm('differs') : calm('alike');
}

/** Something that needs a look. */
export function alarm(word: string): Html {
  return html`<span class="verdict alarm"><span aria-hidden="true">▲</span> ${word}</span>`;
}

/** Something that cannot be told. */
export function unknown(word: string): Html {
  return html`<span class="verdict unknown"><span aria-hidden="true">○</span> ${word}</span>`;
}

/** Something that is as it was. */
export function calm(word: string): Html {
  return html`<span class="verdict calm"><span aria-hidden="true">●</span> ${word}</span>`;
}
