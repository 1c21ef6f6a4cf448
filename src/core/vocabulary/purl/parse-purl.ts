import { err, ok, problem, type Result } from '#core/kernel'
import { decodeComponent } from './encode.ts'
import { formatPurl } from './format-purl.ts'
import { readPlainPurl } from './plain-purl.ts'
import { purlTypeRules } from './type-rules.ts'
import type { Purl, PurlOptions, PurlText } from './types.ts'

const MAX_LENGTH = 4_096

/** Reads a package URL by the parsing steps of ECMA-427, from right to left. At most 4,096 characters. */
export function parsePurl(text: string, options: PurlOptions = {}): Result<Purl> {
  if (text.length > MAX_LENGTH) return refuse('purl-length', text, 'is longer than 4,096 characters')
  const plain = options.strict ? undefined : readPlainPurl(text)
  return plain ? ok(plain) : parseAny(text, options)
}

function parseAny(text: string, options: PurlOptions): Result<Purl> {
  const [beforeSubpath, rawSubpath = ''] = splitLast(text.trim(), '#')
  const [beforeQualifiers, rawQualifiers = ''] = splitLast(beforeSubpath, '?')
  if (beforeQualifiers.slice(0, 4).toLowerCase() !== 'pkg:')
    return refuse('purl-scheme', text, 'does not begin with "pkg:"')
  const rest = beforeQualifiers.slice(4).replace(/^\/+/, '')
  const slash = rest.indexOf('/')
  const [path, rawVersion] = splitVersion(rest.slice(slash + 1))
  const segments = path.split('/')
  if (slash < 0 || (rawVersion !== undefined && segments.at(-1) === '')) return refuse('purl-name', text, 'has no name')
  const decoded = decodeAll(segments.filter(Boolean))
  const version = decodeComponent(rawVersion ?? '')
  const qualifiers = parseQualifiers(rawQualifiers)
  const subpath = decodeAll(rawSubpath.split('/'))?.join('/')
  if (!decoded || version === undefined || !qualifiers || subpath === undefined)
    return refuse('purl-encoding', text, 'has a malformed percent-encoding or a qualifier without "="')
  const type = rest.slice(0, slash).toLowerCase()
  return formatPurl({ type, ...splitName(type, decoded), version, qualifiers, subpath }, options)
}

/** The last segment is the name; for some types the first is the namespace and all others are the name. */
function splitName(type: string, segments: readonly string[]): { namespace: string; name: string } {
  const last = Math.max(segments.length - 1, 0)
  const at = purlTypeRules[type]?.hostThenPath ? Math.min(1, last) : last
  return { namespace: segments.slice(0, at).join('/'), name: segments.slice(at).join('/') }
}

/** The canonical purl without version, subpath and the qualifiers that name one build: the identity of a package over time. */
export function purlWithoutVersion(purl: Purl): PurlText {
  const qualifiers = Object.fromEntries(Object.entries(purl.qualifiers).filter(([key]) => !buildQualifiers.has(key)))
  const { type, namespace, name } = purl
  const root = formatPurl({ type, namespace, name, qualifiers })
  return root.ok ? root.value.text : purl.text
}

const buildQualifiers = new Set(['checksum', 'download_url', 'epoch', 'file_name', 'vcs_url'])

/** The version begins at the last `@` that does not open a segment such as an npm scope. */
function splitVersion(path: string): [string, string | undefined] {
  const at = path.lastIndexOf('@')
  if (at < 0) return [path, undefined]
  const opensSegment = (at === 0 || path[at - 1] === '/') && path.includes('/', at)
  return opensSegment ? [path, undefined] : [path.slice(0, at), path.slice(at + 1)]
}

function splitLast(text: string, separator: string): [string, string | undefined] {
  const at = text.lastIndexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

/** A decoded segment may hold no slash: it would change its place in the path. */
function decodeAll(segments: string[]): string[] | undefined {
  for (let index = 0; index < segments.length; index++) {
    const segment = segments[index] ?? ''
    if (!segment.includes('%')) continue
    const decoded = decodeComponent(segment)
    if (decoded === undefined || decoded.includes('/')) return undefined
    segments[index] = decoded
  }
  return segments
}

function parseQualifiers(text: string): Record<string, string> | undefined {
  const qualifiers: Record<string, string> = {}
  if (text === '') return qualifiers
  for (const pair of text.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    if (equals <= 0) return undefined
    const value = decodeComponent(pair.slice(equals + 1))
    if (value === undefined) return undefined
    setOwn(qualifiers, pair.slice(0, equals), value)
  }
  return qualifiers
}

/** `__proto__` is a key like any other. */
function setOwn(qualifiers: Record<string, string>, key: string, value: string): void {
  if (key === '__proto__')
    Object.defineProperty(qualifiers, key, { value, enumerable: true, configurable: true, writable: true })
  else qualifiers[key] = value
}

function refuse(code: string, text: string, why: string): Result<never> {
  return err(problem(code, `"${text.slice(0, 120)}" ${why}`))
}
