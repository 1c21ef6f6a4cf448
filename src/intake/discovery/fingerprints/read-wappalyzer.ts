import type { SetReport } from './book.ts'
import { fromForeignSyntax, Pattern } from './pattern.ts'
import type { FingerprintRule } from './rule.ts'

interface Technology {
  cpe?: unknown
  headers?: unknown
  cookies?: unknown
  meta?: unknown
  html?: unknown
  scriptSrc?: unknown
  scripts?: unknown
}

/** Fields that can be told without running scripts, with the observation each looks at. */
const named = { headers: 'http.header', cookies: 'http.cookie', meta: 'http.meta' } as const
const listed = { html: 'http.body', scriptSrc: 'http.script', scripts: 'http.inline-script' } as const
const MOST_TECHNOLOGIES = 20_000

/**
 * Reads technologies as Wappalyzer and its heirs write them (wappalyzergo, MIT) into rules. Fields that need a browser
 * (`js`, `dom`) and what is only implied are left out: neither is seen.
 */
export function readWappalyzer(json: unknown): { rules: FingerprintRule[]; report: SetReport } {
  const rules: FingerprintRule[] = []
  const dropped: Record<string, number> = {}
  const technologies = Object.entries(asRecord(asRecord(json).apps ?? json)).slice(0, MOST_TECHNOLOGIES)
  for (const [product, technology] of technologies)
    if (manners.has(product)) dropped['is no software'] = (dropped['is no software'] ?? 0) + 1
    else
      for (const { source, name, text } of patternsOf(asRecord(technology))) {
        const rule = ruleOf(product, technology as Technology, { source, name, text })
        if (rule) rules.push(rule)
        else
          dropped['pattern cannot be compiled or may run long'] =
            (dropped['pattern cannot be compiled or may run long'] ?? 0) + 1
      }
  return { rules, report: { set: 'wappalyzer', rules: rules.length, dropped } }
}

/** Manners of the web that the set lists beside software: nothing is installed by them. */
const manners: ReadonlySet<string> = new Set(['Basic', 'HSTS', 'HTTP/2', 'HTTP/3', 'Open Graph', 'PWA', 'RSS'])

interface Wanted {
  source: string
  name?: string | undefined
  text: string
}

function patternsOf(technology: Technology): Wanted[] {
  const wanted: Wanted[] = []
  for (const [field, source] of Object.entries(named))
    for (const [name, value] of Object.entries(asRecord(technology[field as keyof typeof named])))
      for (const text of asTexts(value)) wanted.push({ source, name: name.toLowerCase(), text })
  for (const [field, source] of Object.entries(listed))
    for (const text of asTexts(technology[field as keyof typeof listed])) wanted.push({ source, text })
  return wanted
}

function ruleOf(product: string, technology: Technology, { source, name, text }: Wanted): FingerprintRule | undefined {
  const [expression = '', ...tags] = text.split('\\;')
  const foreign = fromForeignSyntax(expression, 'go')
  const pattern = Pattern.from(foreign.source, foreign.flags.includes('i') ? foreign.flags : `${foreign.flags}i`)
  if (!pattern) return undefined
  const version = tags.map((tag) => /^version:\\(\d)$/.exec(tag)?.[1]).find((place) => place !== undefined)
  const confidence = Number(tags.map((tag) => /^confidence:(\d+)$/.exec(tag)?.[1]).find(Boolean) ?? 100)
  const cpe =
    typeof technology.cpe === 'string' ? /^cpe:2\.3:([aoh]:[^:]+:[^:]+):/.exec(technology.cpe)?.[1] : undefined
  return {
    id: `wappalyzer/${product}`,
    source,
    ...(name === undefined ? {} : { name }),
    pattern,
    claims: [
      {
        product,
        ...(version === undefined ? {} : { version: `$${version}` }),
        ...(cpe === undefined ? {} : { cpe: cpe.replaceAll('\\', '') }),
      },
    ],
    confidence: Math.round(Math.min(100, confidence) * 0.7),
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

/** A pattern, a list of them, or an empty list that stands for "is there". */
function asTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (!Array.isArray(value)) return []
  return value.length === 0 ? [''] : value.filter((text) => typeof text === 'string')
}
