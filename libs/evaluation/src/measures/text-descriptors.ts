import { scanText, type TextScan, UNSPACED } from './text-scan.js';

/** The descriptors of a text. */
export const textDescriptors = ['length', 'words', 'unknown_words', 'non_letters'] as const;

/**
 * `length`: characters; `words`: number of words; `unknown_words`: share of words that are not in the vocabulary;
 * `non_letters`: share of characters that are neither letters nor white space. Shares of an empty text are 0.
 */
type TextDescriptor = (typeof textDescriptors)[number];

/** The descriptors of one text. */
type Descriptors = Readonly<Record<TextDescriptor, number>>;

/** A word is known when this many texts of the reference have it, which excludes most typing errors. */
const KNOWN_FROM = 2;

/** The maximum size of the vocabulary; the most frequent words are kept. */
const MAX_WORDS = 20_000;

/** Shares are rounded to four decimals, which is precise enough and keeps profiles small. */
const SHARE_SCALE = 10_000;

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const NEITHER_LETTER_NOR_SPACE = /[^\p{L}\p{M}\s]/gu;

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/**
 * The words of a text in lower case: runs of letters and digits. Runs in a script without spaces between words, such as Japanese
 * or Thai, are divided by the dictionary of ICU (`Intl.Segmenter`).
 */
function wordsOf(text: string): string[] {
  const runs = text.toLowerCase().match(WORD) ?? [];
  return runs.some((run) => UNSPACED.test(run)) ? runs.flatMap(dividedRun) : runs;
}

function dividedRun(run: string): string[] {
  if (!UNSPACED.test(run)) return [run];
  return Array.from(segmenter.segment(run)).flatMap(({ segment, isWordLike }) => (isWordLike ? segment : []));
}

/** Measures a text. @param vocabulary the known words, in lower case. */
export function descriptorsOf(text: string, vocabulary: ReadonlySet<string>): Descriptors {
  return measured(text, (word) => vocabulary.has(word));
}

/** The vocabulary of a reference, and the descriptors of its texts. */
interface TextReference {
  /** In order. */
  readonly vocabulary: readonly string[];
  /** The descriptors of every text, computed like those of a new text; null for a missing one. */
  readonly descriptors: readonly (Descriptors | null)[];
}

/**
 * Learns the vocabulary of texts. Each text is measured with the vocabulary of the *other* texts, like a new text. Otherwise
 * the reference would know almost all of its own words, and new texts of the same kind would seem to have more unknown ones.
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

/** The descriptors as columns, one value per text; NaN for a missing one. */
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

/** Does the same as `scanText` for any text. */
export function matchText(text: string, isKnown: (word: string) => boolean): TextScan {
  const words = wordsOf(text);
  return {
    words: words.length,
    unknown: words.reduce((count, word) => (isKnown(word) ? count : count + 1), 0),
    others: text.match(NEITHER_LETTER_NOR_SPACE)?.length ?? 0,
  };
}

/** The number of texts with each word. */
function rowsByWord(texts: readonly (string | null)[]): Map<string, number> {
  const rows = new Map<string, number>();
  for (const text of texts) {
    for (const word of new Set(text === null ? [] : wordsOf(text))) rows.set(word, (rows.get(word) ?? 0) + 1);
  }
  return rows;
}

/** The known words, and the minimum number of texts with one of them. */
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
