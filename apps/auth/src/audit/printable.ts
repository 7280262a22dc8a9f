const MAX_LENGTH = 256;
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * The text with every control, format and line-breaking character written as an escape, cut at 256 characters: what
 * a client sends can neither forge a line of a log nor hide part of one.
 */
export function printable(text: string | undefined): string | undefined {
  return text
    ?.slice(0, MAX_LENGTH)
    .replaceAll(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
