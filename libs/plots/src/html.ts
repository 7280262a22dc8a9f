/** Markup that needs no escaping. Only `html` and `trusted` create it. */
export class Html {
  constructor(private readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

/** A value in a template: texts and numbers are escaped, null, undefined and false are left out, lists are joined. */
export type Content = Html | string | number | false | null | undefined | readonly Content[];

/**
 * A template tag that escapes every value that is not markup, in text and in quoted attributes. Do not put values in
 * scripts, styles or URLs: they need other escaping.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  const rest = values.map((value, index) => render(value) + (parts[index + 1] ?? ''));
  return new Html((parts[0] ?? '') + rest.join(''));
}

/** Markup from a constant text, never from data. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

function render(content: Content): string {
  if (content === null || content === undefined || content === false) return '';
  if (content instanceof Html) return content.toString();
  if (typeof content === 'object') return content.map(render).join('');
  return escape(String(content));
}

const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** Replaces control characters, which HTML does not allow, by a visible sign. */
function escape(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (character) => entities.get(character) ?? '')
    .replaceAll(/[^\P{Cc}\t\n]/gu, '\uFFFD');
}
