import type { ColumnEvaluation } from '@plumbline/evaluation';
import { html, type Html } from '@plumbline/plots';

/** Whether a column has drifted: a sign and a word, so that it does not depend on colour. */
export function verdict(column: Pick<ColumnEvaluation, 'drift'>): Html {
  if (column.drift === null) return unknown('no score');
  return column.drift.drifted ? alarm('drifted') : calm('not drifted');
}

/** A finding that needs attention. */
export function alarm(word: string): Html {
  return html`<span class="verdict alarm"><span aria-hidden="true">▲</span> ${word}</span>`;
}

/** A finding that is not known. */
export function unknown(word: string): Html {
  return html`<span class="verdict unknown"><span aria-hidden="true">○</span> ${word}</span>`;
}

/** A finding within its limits. */
export function calm(word: string): Html {
  return html`<span class="verdict calm"><span aria-hidden="true">●</span> ${word}</span>`;
}
