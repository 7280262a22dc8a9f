import { dictionary } from '@zxcvbn-ts/language-common';

/** Names that are guessed for this product, besides the passwords of leaks. */
const PRODUCT_WORDS = ['plumbline', 'prometheus', 'grafana', 'airflow', 'kubernetes', 'docker', 'postgres'];

/** The 49,000 most common passwords of leaks, as zxcvbn has them, in lower case. */
const common = new Set([...dictionary['passwords-common'], ...PRODUCT_WORDS]);

/** The alphabet and the rows of keyboards, in both directions; zxcvbn's list leaves out such runs. */
const RUNS = [
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
  '!@#$%^&*()',
].flatMap((run) => [run, [...run].reverse().join('')]);
const MIN_RUN_LENGTH = 3;
/** A part of at most this length is guessed whatever it is, if the password only repeats it. */
const MAX_REPEATED_LENGTH = 4;

const LOOKALIKES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/**
 * Whether a password is among the first that an attacker tries: digits alone, one or two characters repeated, or a
 * common password or a run of keys, also with digits and signs around it, repeated, or written with look-alikes
 * (`P@ssw0rd2024!`).
 */
export function isCommonPassword(password: string): boolean {
  const text = password.toLowerCase();
  if (/^\d+\W?$/.test(text) || new Set(text).size <= 2 || isGuessable(text)) return true;
  return [text, withoutLookalikes(text), withoutLookalikes(bare(text))].map(bare).some(isGuessable);
}

function isGuessable(word: string): boolean {
  const repeated = /^(.+?)\1+$/u.exec(word)?.[1];
  if (repeated === undefined) return isWord(word);
  return isWord(word) || isWord(repeated) || repeated.length <= MAX_REPEATED_LENGTH;
}

function isWord(word: string): boolean {
  return common.has(word) || (word.length >= MIN_RUN_LENGTH && RUNS.some((run) => run.includes(word)));
}

/** Without the digits and signs around the letters. */
function bare(text: string): string {
  return text.replaceAll(/^[\d\W_]+|[\d\W_]+$/g, '');
}

function withoutLookalikes(text: string): string {
  return [...text].map((character) => LOOKALIKES[character] ?? character).join('');
}
