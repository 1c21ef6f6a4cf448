import { err, ok, problem, type Result } from '#core/kernel'
import { ANY, type Cpe, type CpeAttribute, cpeAttributes, NA } from './types.ts'
import { isCpeValue } from './values.ts'

const MAX_LENGTH = 2_000
const parts = new Set(['a', 'o', 'h', ANY, NA])
const uriAttributes: readonly CpeAttribute[] = ['part', 'vendor', 'product', 'version', 'update', 'edition', 'language']
const packedAttributes: readonly CpeAttribute[] = ['edition', 'swEdition', 'targetSw', 'targetHw', 'other']
const wfnNames: ReadonlyMap<string, CpeAttribute> = new Map(
  cpeAttributes.map((name) => [name.replace(/[A-Z]/, (capital) => `_${capital.toLowerCase()}`), name]),
)

/**
 * Reads a CPE 2.3 formatted string, a CPE 2.2 URI or a WFN, in lower case. At most 2,000 characters.
 * Source: NISTIR 7695, sections 6.1.3 (unbind_URI) and 6.2.3 (unbind_fs).
 */
export function parseCpe(text: string): Result<Cpe> {
  if (text.length > MAX_LENGTH) return refuse(text, `is longer than ${MAX_LENGTH} characters`)
  const lower = text.toLowerCase()
  const values = lower.startsWith('cpe:2.3:')
    ? readFormattedString(lower)
    : lower.startsWith('cpe:/')
      ? readUri(lower)
      : lower.startsWith('wfn:[')
        ? readWfn(lower)
        : undefined
  if (!values) return refuse(text, 'is no CPE 2.3 formatted string, CPE 2.2 URI or WFN')
  const cpe = cpeOf(values)
  for (const attribute of cpeAttributes) {
    const value = cpe[attribute]
    if (value !== NA && !isCpeValue(value)) return refuse(text, `has a malformed ${attribute}`)
  }
  if (!parts.has(cpe.part)) return refuse(text, 'has a part that is neither a, o nor h')
  return ok(cpe)
}

/** A name from some attributes; the others are ANY. */
export function cpeOf(values: Partial<Cpe>): Cpe {
  const cpe = {} as Record<CpeAttribute, string>
  for (const attribute of cpeAttributes) cpe[attribute] = values[attribute] ?? ANY
  return cpe
}

function readFormattedString(text: string): Partial<Cpe> | undefined {
  const fields = text.includes('\\') ? splitUnquoted(text) : text.split(':')
  if (fields.length !== cpeAttributes.length + 2) return undefined
  const values: Partial<Record<CpeAttribute, string>> = {}
  cpeAttributes.forEach((attribute, index) => {
    values[attribute] = addQuoting(fields[index + 2] ?? '')
  })
  return values
}

function splitUnquoted(text: string): string[] {
  const fields: string[] = []
  let start = 0
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '\\') index++
    else if (text[index] === ':') {
      fields.push(text.slice(start, index))
      start = index + 1
    }
  }
  fields.push(text.slice(start))
  return fields
}

const needsNoQuoting = /^\w*$/

/** Quotes what the formatted string leaves bare, such as the dots of a version; wildcards stay. */
function addQuoting(field: string): string {
  if (field === NA || needsNoQuoting.test(field)) return field
  return field.replace(/\\.|[^\w*?\\]/gs, (found) => (found.length === 2 ? unquoteWord(found) : `\\${found}`))
}

/** A quoted letter, digit or `_` is the character itself. */
function unquoteWord(quoted: string): string {
  return /^\\\w$/.test(quoted) ? quoted.slice(1) : quoted
}

function readUri(text: string): Partial<Cpe> | undefined {
  const components = text.slice('cpe:/'.length).split(':')
  if (components.length > uriAttributes.length) return undefined
  const values: Partial<Record<CpeAttribute, string>> = {}
  for (const [index, component] of components.entries()) {
    const attribute = uriAttributes[index] ?? 'other'
    const packed = attribute === 'edition' && component.startsWith('~') ? component.slice(1).split('~') : undefined
    if (packed && packed.length !== packedAttributes.length) return undefined
    const names = packed ? packedAttributes : [attribute]
    for (const [place, part] of (packed ?? [component]).entries()) {
      const value = decodeUriComponent(part)
      if (value === undefined) return undefined
      values[names[place] ?? attribute] = value
    }
  }
  return values
}

/** Decodes one component; `%01` and `%02` are the wildcards `?` and `*`. `undefined` when a character may not stand there. */
function decodeUriComponent(component: string): string | undefined {
  if (component === '') return ANY
  if (component === NA) return NA
  if (!/^(?:[\w.\-~]|%[0-9a-f]{2})*$/.test(component)) return undefined
  const value = component.replace(/[.\-~]|%(..)/g, (found, hex?: string) => {
    if (hex === undefined) return `\\${found}`
    if (hex === '01') return '?'
    if (hex === '02') return '*'
    const character = String.fromCharCode(Number.parseInt(hex, 16))
    return character === '_' ? character : `\\${character}`
  })
  return value
}

const wfnPair = /\s*([a-z_]+)=(?:"((?:[^"\\]|\\.)*)"|(any|na))\s*(?:,|$)/y

function readWfn(text: string): Partial<Cpe> | undefined {
  if (!text.endsWith(']')) return undefined
  const body = text.slice('wfn:['.length, -1)
  const values: Partial<Record<CpeAttribute, string>> = {}
  wfnPair.lastIndex = 0
  while (wfnPair.lastIndex < body.length) {
    const found = wfnPair.exec(body)
    const attribute = wfnNames.get(found?.[1] ?? '')
    if (!found || !attribute || values[attribute] !== undefined) return undefined
    values[attribute] = found[2] ?? (found[3] === 'na' ? NA : ANY)
  }
  return values
}

function refuse(text: string, why: string): Result<never> {
  return err(problem('cpe-name', `"${text.slice(0, 160)}" ${why}`))
}
