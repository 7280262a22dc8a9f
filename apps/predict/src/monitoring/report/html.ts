/** Markup that may stand in a page as it is. Only `html` and `trusted` make it. */
export class Html {
  constructor(private readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

/** What may stand in a template: text and numbers are escaped, nothing is left out, lists are joined. */
export type Content = Html | string | number | false | null | undefined | readonly Content[];

/**
 * A template tag that escapes every value which is not itself markup, for text and for quoted attributes alike. It knows
 * nothing of scripts, styles and URLs: values must not stand there.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  const rest = values.map((value, index) => render(value) + (parts[index + 1] ?? ''));
  return new Html((parts[0] ?? '') + rest.join(''));
}

/** Markup from a text of our own, never from data. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

function render(content: Content): string {
  if (content === null || content === undefined || content === false) return '';
  if (content instanceof Html) return content.toString();
  if (typeof content === 'object') return content.map(render).join('');
  return escape(String(content));
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters have no place in a page; a replacement shows that there was one. */
function escape(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (character) => entities[character] as string)
    .replaceAll(/[^\P{Cc}\t\n]/gu, '\uFFFD');
}
