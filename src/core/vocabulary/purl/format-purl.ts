import { err, ok, type Problem, problem, type Result } from '#core/kernel'
import { encodeComponent, encodeSegments } from './encode.ts'
import { type PurlTypeRule, purlTypeRules } from './type-rules.ts'
import type { Purl, PurlOptions, PurlParts, PurlText } from './types.ts'

const typePattern = /^[a-z][a-z0-9.-]*$/
const keyPattern = /^[a-z][a-z0-9._-]*$/
const noRule: PurlTypeRule = {}

/** Builds a purl from its decoded components, normalised by the general and the type's rules (ECMA-427, purl types). */
export function formatPurl(parts: PurlParts, options: PurlOptions = {}): Result<Purl> {
  const type = parts.type?.toLowerCase() ?? ''
  if (!typePattern.test(type))
    return refuse('purl-type', `"${parts.type}" is no purl type: letters, digits, "." and "-"`)
  const qualifiers = normaliseQualifiers(parts.qualifiers, options)
  if (!qualifiers.ok) return qualifiers
  const rule = purlTypeRules[type] ?? noRule
  const normal: PurlParts = {
    type,
    namespace: trimSegments(parts.namespace),
    name: parts.name ?? '',
    version: parts.version || undefined,
    qualifiers: qualifiers.value,
    subpath: cleanSubpath(parts.subpath),
  }
  if (normal.name === '') return refuse('purl-name', 'a purl needs a name')
  lowerComponents(normal, rule.lower)
  rule.adjust?.(normal)
  const violation = findViolation(normal, rule, options)
  if (violation) return err(violation)
  return ok(Object.assign(normal, { qualifiers: qualifiers.value, text: textOf(normal, qualifiers.value, rule) }))
}

function textOf(parts: PurlParts, qualifiers: Readonly<Record<string, string>>, rule: PurlTypeRule): PurlText {
  let text = `pkg:${parts.type}/`
  if (parts.namespace) text += `${encodeSegments(parts.namespace)}/`
  text += rule.hostThenPath ? encodeSegments(parts.name) : encodeComponent(parts.name)
  if (parts.version) text += `@${encodeComponent(parts.version)}`
  let separator = '?'
  for (const key in qualifiers) {
    text += `${separator}${key}=${encodeComponent(qualifiers[key] ?? '')}`
    separator = '&'
  }
  if (parts.subpath) text += `#${encodeSegments(parts.subpath)}`
  return text as PurlText
}

function lowerComponents(parts: PurlParts, components: PurlTypeRule['lower'] = []): void {
  for (const component of components) {
    const value = parts[component]
    if (value !== undefined) parts[component] = value.toLowerCase()
  }
}

function normaliseQualifiers(
  given: Readonly<Record<string, string>> | undefined,
  options: PurlOptions,
): Result<Readonly<Record<string, string>>> {
  const entries: [string, string][] = []
  let isSorted = true
  for (const stated in given) {
    const key = options.strict ? stated : stated.toLowerCase()
    if (!keyPattern.test(key))
      return refuse('purl-qualifier', `"${stated}" is no qualifier key: lower-case letters, digits, ".", "-" and "_"`)
    const value = given[stated]
    if (!value) continue
    if (entries.length > 0 && entries.at(-1)![0] > key) isSorted = false
    entries.push([key, value])
  }
  if (!isSorted) entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return ok(Object.fromEntries(entries))
}

function findViolation(parts: PurlParts, rule: PurlTypeRule, options: PurlOptions): Problem | undefined {
  if (rule.namePattern && !rule.namePattern.test(parts.name))
    return problem('purl-name', `"${parts.name}" is no name of purl type ${parts.type}`)
  if (parts.version && rule.versionPattern && !rule.versionPattern.test(parts.version))
    return problem('purl-version', `"${parts.version}" is no version of purl type ${parts.type}`)
  if (!options.strict) return undefined
  if (rule.namespace === 'required' && !parts.namespace)
    return problem('purl-namespace', `purl type ${parts.type} needs a namespace`)
  if (rule.namespace === 'prohibited' && parts.namespace)
    return problem('purl-namespace', `purl type ${parts.type} has no namespace`)
  if (rule.version === 'required' && !parts.version)
    return problem('purl-version', `purl type ${parts.type} needs a version`)
  const missing = rule.qualifiers?.find((key) => !parts.qualifiers?.[key])
  return missing === undefined
    ? undefined
    : problem('purl-qualifier', `purl type ${parts.type} needs the qualifier ${missing}`)
}

function trimSegments(namespace: string | undefined): string | undefined {
  if (!namespace) return undefined
  const clean = namespace.startsWith('/') || namespace.endsWith('/') || namespace.includes('//')
  return (clean ? namespace.split('/').filter(Boolean).join('/') : namespace) || undefined
}

/** Empty, `.` and `..` segments have no meaning in a subpath and are dropped. */
function cleanSubpath(subpath: string | undefined): string | undefined {
  if (!subpath) return undefined
  const segments = subpath.split('/').filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
  return segments.join('/') || undefined
}

function refuse(code: string, message: string): Result<never> {
  return err(problem(code, message))
}
