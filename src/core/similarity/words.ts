import { hash } from 'node:crypto'

/** Characters of a text that are looked at, and words of it. */
const MAX_TEXT = 32 * 1024
const MAX_WORDS = 2_000
/** Words that stand beside each other: our own choice, for requests of one or a few sentences. */
const WORDS = 2

/** Letters of other scripts that look like Latin ones (Unicode TR 39, those that are found in disguised words). */
const lookalikes: Readonly<Record<string, string>> = Object.fromEntries(
  [...'аеорсухіјѕԁһвкмнтαοινρτυκε'].map((letter, at) => [letter, [...'aeopcyxijsdhbkmhtaoivptuke'][at] ?? letter]),
)
/** Digits that stand for letters inside of words. */
const digits: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't' }

/** Scripts that put no space between words: each sign is taken for one. */
const word = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+/gu

/** The words of a text, without what people put in to disguise it: case, accents, invisible signs, look-alikes, digits for letters. */
function wordsOf(text: string): string[] {
  const plain = text
    .slice(0, MAX_TEXT)
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
  return (plain.match(word) ?? []).slice(0, MAX_WORDS).map(plainWord)
}

function plainWord(text: string): string {
  // Numbers differ from one try to the next and say little.
  if (/^\p{N}+$/u.test(text)) return '#'
  const latin = /[a-z]/.test(text) ? text.replace(/\P{ASCII}/gu, (letter) => lookalikes[letter] ?? letter) : text
  return latin.replace(/[013457]/g, (digit) => digits[digit] ?? digit)
}

const DIGEST_LENGTH = 11

/**
 * Digests of the pairs of words that follow each other in a text, each once and sorted; of one word alone the word's. They are
 * not keyed: whoever keeps anything of them keeps a sketch.
 */
export function shinglesOf(text: string): string[] {
  const words = wordsOf(text)
  const pairs = words.length < WORDS ? words : words.slice(1).map((next, at) => `${words[at]} ${next}`)
  return [...new Set(pairs)].map((pair) => hash('sha256', pair, 'base64url').slice(0, DIGEST_LENGTH)).sort()
}
