const MOST_CHARACTERS = 200

/** What a register says of one thing, in short. */
export function shortWords(value: unknown): string {
  return clipped(textOf(value) || 'nothing')
}

/** What a register says, as people say it: of what holds several things each by its name, without what is not said. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map(textOf).join(value.some(isObject) ? '; ' : ', ')
  if (!isObject(value)) return String(value)
  return Object.entries(value)
    .map(([name, inner]) => [spacedName(name), isObject(inner) ? `(${textOf(inner)})` : textOf(inner)] as const)
    .filter(([, words]) => words !== '' && words !== '()')
    .map(([name, words]) => `${name} ${words}`)
    .join(', ')
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `probeIntervalSeconds` and `most-failures` as words. */
export function spacedName(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .toLowerCase()
}

function clipped(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)} …` : text
}
