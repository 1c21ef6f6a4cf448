const words =
  'dev test qa uat stage staging prod preprod int ext old new beta demo admin api app web v1 v2 backup bak eu us internal legacy'.split(
    ' ',
  )
/** Numbers beside one that is there. */
const NEIGHBOURS = 3
const MOST = 400

/** Labels like a known one: with a word before or behind, without one, with another number, with another word. */
export function variantsOf(label: string): string[] {
  const found = new Set<string>()
  const parts = label.split('-')
  for (const word of words) {
    found.add(`${word}-${label}`).add(`${label}-${word}`).add(`${word}${label}`).add(`${label}${word}`)
    for (const [at, part] of parts.entries())
      if (parts.length > 1 && words.includes(part)) found.add(parts.toSpliced(at, 1, word).join('-'))
  }
  for (const at of parts.keys()) if (parts.length > 1) found.add(parts.toSpliced(at, 1).join('-'))
  for (const variant of numbered(label)) found.add(variant)
  found.delete(label)
  return [...found].filter((variant) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(variant)).slice(0, MOST)
}

/** `web02` → `web01`, `web03`, …, as many digits; `web` → `web1`, `web01`, … */
function* numbered(label: string): Generator<string> {
  const numbers = [...label.matchAll(/\d+/g)]
  for (const { 0: digits, index } of numbers) {
    if (digits.length > 4) continue
    for (let number = Math.max(0, Number(digits) - NEIGHBOURS); number <= Number(digits) + NEIGHBOURS; number++)
      yield label.slice(0, index) + String(number).padStart(digits.length, '0') + label.slice(index + digits.length)
  }
  if (numbers.length > 0) return
  for (const number of [1, 2, 3]) {
    yield `${label}${number}`
    yield `${label}0${number}`
    yield `${label}-${number}`
    yield `${label}-0${number}`
  }
}
