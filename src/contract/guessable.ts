/** Words that long passwords are commonly made of; the product's own name is the first that is tried. */
const words = [
  'password',
  'passwort',
  'lunette',
  'administrator',
  'admin',
  'welcome',
  'letmein',
  'changeme',
  'secret',
  'qwerty',
  'qwertz',
  'asdfgh',
  'iloveyou',
  'default',
]
/** What has to be left when those are taken away. */
const FEWEST_LETTERS = 4

/**
 * True for a password that is common words with digits and signs around them, one short piece again and again, or a run
 * of neighbours (NIST SP 800-63B: values that are commonly used are refused).
 */
export function isGuessable(password: string): boolean {
  const plain = password.normalize('NFKC').toLowerCase()
  if (/^(.{1,6}?)\1+$/su.test(plain) || isRun(plain)) return true
  const rest = words.reduce((text, word) => text.replaceAll(word, ''), plain)
  return rest !== plain && rest.replace(/[\d\s\p{P}\p{S}]/gu, '').length < FEWEST_LETTERS
}

function isRun(text: string): boolean {
  return [...text].every((sign, place, all) => {
    const before = all[place - 1]
    return before === undefined || sign.charCodeAt(0) - before.charCodeAt(0) === 1 || (before === '9' && sign === '0')
  })
}
