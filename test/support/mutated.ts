import fc from 'fast-check'

/*
 * Fuzzing close to the truth: a valid document with some of its values dropped, replaced, doubled, deepened or blown up.
 * Random bytes rarely get past the first check of a reader; these do.
 */

export type Mutation = { at: number; how: 'drop' | 'double' | 'deepen' | 'replace'; value: unknown }

const oddities = fc.constantFrom<unknown>(
  null,
  true,
  -1,
  1e308,
  Number.NaN,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '__proto__',
  'constructor',
  '9999-99-99',
  '2099-01-01T00:00:00Z',
  'x'.repeat(50_000),
  '('.repeat(5_000),
  '1.'.repeat(5_000),
  `${'a'.repeat(2_000)}!`,
  'cpe:2.3:a:*:*:*:*:*:*:*:*:*:*',
  'pkg:npm/%ff',
  'CVSS:3.1/AV:N',
  [],
  {},
  ['x', ['x']],
  { toString: 1, length: -1 },
)
const change: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(400),
  how: fc.constantFrom('drop', 'double', 'deepen', 'replace', 'replace', 'replace'),
  value: fc.oneof({ weight: 3, arbitrary: oddities }, { weight: 1, arbitrary: fc.jsonValue() }),
})

/** One to four changes of a JSON document. */
export const mutations: fc.Arbitrary<Mutation[]> = fc.array(change, { minLength: 1, maxLength: 4 })

/** Every place of the document where a value stands: its holder and key. */
function placesOf(holder: object): { holder: Record<string, unknown>; key: string }[] {
  return Object.entries(holder).flatMap(([key, value]) => [
    { holder: holder as Record<string, unknown>, key },
    ...(value !== null && typeof value === 'object' ? placesOf(value) : []),
  ])
}

/** A copy of the document with the changes made one after the other; each picks a place among those there are then. */
export function mutated(document: unknown, changes: readonly Mutation[]): unknown {
  const root = { document: structuredClone(document) }
  for (const { at, how, value } of changes) {
    const places = placesOf(root)
    const place = places[at % places.length]
    if (!place) continue
    const { holder, key } = place
    if (how === 'drop') delete holder[key]
    else if (how === 'double') holder[key] = [holder[key], holder[key]]
    else if (how === 'deepen') for (let level = 0; level < 100; level++) holder[key] = [holder[key]]
    else holder[key] = structuredClone(value)
  }
  return root.document ?? null
}

const MOST_CHARACTERS = 4_000_000

/** What stands between the signs of a format: words, numbers, quoted strings and white space at the beginning of a line. */
const tokens = /"[^"\n]*"|'[^'\n]*'|^[ \t]+|[\w.@/:+~^=-]+/gm

/**
 * The same for a text of any other format (TOML, YAML, XML, tag-value …): each change picks a token, or for `double` and
 * `drop` its whole line every other time, so that the signs around stay as the format wants them.
 */
export function mutatedText(text: string, changes: readonly Mutation[]): string {
  let changed = text
  for (const { at, how, value } of changes) {
    // A token that is deepened again and again grows a hundredfold each time.
    if (changed.length > MOST_CHARACTERS) break
    const places = [...changed.matchAll(tokens)]
    const place = places[at % places.length]
    if (!place) continue
    const [token] = place
    const [from, to] = at % 2 ? [place.index, place.index + token.length] : lineAround(changed, place.index)
    const part = changed.slice(from, to)
    if (how === 'drop') changed = changed.slice(0, from) + changed.slice(to)
    else if (how === 'double') changed = changed.slice(0, to) + part + changed.slice(to)
    else if (how === 'deepen') changed = changed.slice(0, place.index) + token.repeat(100) + changed.slice(place.index)
    else changed = changed.slice(0, place.index) + inTheManner(token, value) + changed.slice(place.index + token.length)
  }
  return changed
}

function lineAround(text: string, at: number): [number, number] {
  const end = text.indexOf('\n', at)
  return [text.lastIndexOf('\n', at - 1) + 1, end < 0 ? text.length : end + 1]
}

/** The value as text, quoted as the token was. */
function inTheManner(token: string, value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  const quote = token.length > 1 && (token[0] === '"' || token[0] === "'") ? token[0] : ''
  return quote + text + quote
}
