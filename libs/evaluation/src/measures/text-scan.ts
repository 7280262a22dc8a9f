/** The parts of a text. */
export interface TextScan {
  readonly words: number;
  readonly unknown: number;
  /** Characters that are neither letters nor white space. */
  readonly others: number;
}

/** Characters below this are looked up in a table: Latin, Greek, Cyrillic, Semitic and Indic scripts, punctuation, currencies. */
const TABLE_SIZE = 0x2200;

const WORD_CHARACTER = /[\p{L}\p{M}\p{N}]/u;
const NEITHER_LETTER_NOR_SPACE = /[^\p{L}\p{M}\s]/u;

/** A character of a script that is written without spaces between words. */
export const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** In the table of words, a character of such a script. */
const DIVIDED = 2;

const inWords = tableOf(WORD_CHARACTER).map((isWord, code) =>
  UNSPACED.test(String.fromCharCode(code)) ? DIVIDED : isWord,
);
const neither = tableOf(NEITHER_LETTER_NOR_SPACE);

/**
 * Counts words, unknown words and other characters of a text in one pass each, several times as fast as regular expressions.
 * Undefined when the text has a character that is not in the tables, or is in a script without spaces.
 * @param isKnown called with every word in lower case.
 */
export function scanText(text: string, isKnown: (word: string) => boolean): TextScan | undefined {
  const others = countMarked(text, neither);
  if (others === undefined) return undefined;
  const lower = text.toLowerCase();
  let words = 0;
  let unknown = 0;
  let start = -1;
  for (let at = 0; at <= lower.length; at++) {
    const code = at < lower.length ? lower.charCodeAt(at) : 0;
    if (code >= TABLE_SIZE || inWords[code] === DIVIDED) return undefined;
    if (inWords[code] === 1) {
      if (start < 0) start = at;
    } else if (start >= 0) {
      words++;
      if (!isKnown(lower.slice(start, at))) unknown++;
      start = -1;
    }
  }
  return { words, unknown, others };
}

function countMarked(text: string, table: Uint8Array): number | undefined {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= TABLE_SIZE) return undefined;
    count += table[code] ?? 0;
  }
  return count;
}

function tableOf(pattern: RegExp): Uint8Array {
  return Uint8Array.from({ length: TABLE_SIZE }, (_, code) =>
    Number(pattern.test(String.fromCharCode(code))),
  );
}
