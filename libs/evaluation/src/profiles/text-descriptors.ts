import type { TextDescriptor } from './reference-profile.js';
import { scanText, type TextScan } from './text-scan.js';

/** What is measured of one text. */
export type Descriptors = Readonly<Record<TextDescriptor, number>>;

/** A word is known when so many texts of the reference have it: typing errors mostly do not. */
const KNOWN_FROM = 2;

/** Of more words than this the rarest are not known, so that the vocabulary is bounded. */
const MAX_WORDS = 20_000;

/** Shares are kept to four decimals: finer ones say nothing about a text and make a profile large. */
const SHARE_SCALE = 10_000;

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const NEITHER_LETTER_NOR_SPACE = /[^\p{L}\p{M}\s]/gu;

/** The words of a text in lower case: runs of letters and digits. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().match(WORD) ?? [];
}

/** Measures a text. @param vocabulary the known words, in lower case. */
export function descriptorsOf(text: string, vocabulary: ReadonlySet<string>): Descriptors {
  return measured(text, (word) => vocabulary.has(word));
}

/** The words of a reference, and what is measured of its texts. */
interface TextReference {
  /** In order. */
  readonly vocabulary: readonly string[];
  /** The descriptors of every text as those of a new one would be; null of a missing one. */
  readonly descriptors: readonly (Descriptors | null)[];
}

/**
 * Learns the vocabulary of texts. The texts themselves are measured by the words that the *other* texts make known, as a
 * text that is yet to come will be: else the reference would know nearly all of its own words, and new texts of the same
 * kind would seem to have more unknown ones.
 */
export function learnTexts(texts: readonly (string | null)[]): TextReference {
  const rowsOf = rowsByWord(texts);
  const { words, least } = frequentWords(rowsOf);
  const isKnownToOthers = (word: string) => words.has(word) && (rowsOf.get(word) ?? 0) > least;
  return {
    vocabulary: [...words].sort(),
    descriptors: texts.map((text) => {
      return text === null ? null : measured(text, isKnownToOthers);
    }),
  };
}

/** An array of every descriptor, a value each text; NaN of a missing one. */
export function descriptorColumns(
  descriptors: readonly (Descriptors | null)[],
): Readonly<Record<TextDescriptor, Float64Array>> {
  const column = (name: TextDescriptor) =>
    Float64Array.from(descriptors, (described) => described?.[name] ?? NaN);
  return {
    length: column('length'),
    words: column('words'),
    unknown_words: column('unknown_words'),
    non_letters: column('non_letters'),
  };
}

function measured(text: string, isKnown: (word: string) => boolean): Descriptors {
  const { words, unknown, others } = scanText(text, isKnown) ?? matchText(text, isKnown);
  const length = characters(text);
  return { length, words, unknown_words: share(unknown, words), non_letters: share(others, length) };
}

/** The same as `scanText`, of any text. */
export function matchText(text: string, isKnown: (word: string) => boolean): TextScan {
  const words = wordsOf(text);
  return {
    words: words.length,
    unknown: words.reduce((count, word) => (isKnown(word) ? count : count + 1), 0),
    others: text.match(NEITHER_LETTER_NOR_SPACE)?.length ?? 0,
  };
}

/** In how many texts every word occurs. */
function rowsByWord(texts: readonly (string | null)[]): Map<string, number> {
  const rows = new Map<string, number>();
  for (const text of texts) {
    for (const word of new Set(text === null ? [] : wordsOf(text))) rows.set(word, (rows.get(word) ?? 0) + 1);
  }
  return rows;
}

/** The known words, and how many texts the rarest of them may be in. */
function frequentWords(rowsOf: ReadonlyMap<string, number>) {
  const counts = [...rowsOf.values()].sort((a, b) => b - a);
  const least = Math.max(KNOWN_FROM, (counts[MAX_WORDS] ?? 0) + 1);
  const known = [...rowsOf].filter(([, rows]) => rows >= least);
  return { words: new Set(known.map(([word]) => word)), least };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * SHARE_SCALE) / SHARE_SCALE;
}

/** Code points, as Python and JSON Schema count. */
function characters(text: string): number {
  let pairs = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit <= 0xdbff && index + 1 < text.length) pairs++;
  }
  return text.length - pairs;
}
