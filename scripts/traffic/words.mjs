const CONSONANTS = [...'bdfgklmnprstvz'];
const VOWELS = [...'aeiou'];
const SYLLABLES = [2, 3, 4];
const COUNT = 500;

/**
 * Pronounceable words that none of the texts has.
 * @param {readonly string[]} texts
 * @param {import('./random.mjs').Random} random
 */
export function inventWords(texts, random) {
  const known = new Set(texts.flatMap((text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []));
  const invented = new Set();
  while (invented.size < COUNT) {
    const word = inventWord(random);
    if (!known.has(word)) invented.add(word);
  }
  return [...invented];
}

function inventWord(random) {
  const syllable = () => random.pick(CONSONANTS) + random.pick(VOWELS);
  return Array.from({ length: random.pick(SYLLABLES) }, syllable).join('');
}
