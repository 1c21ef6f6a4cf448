import { Pattern } from '../pattern.ts'
import type { Claim, FingerprintRule } from '../rule.ts'

/** Where a rule looks: source, and the header, meta element or path. */
export type Place = readonly [source: string, name?: string]

/** What a rule tells beside the product: `$1` unless said otherwise is the version. */
export type Extra = Omit<Claim, 'product'> & { confidence?: number; also?: readonly Claim[] }

/** One rule of our own set; the version is what the first group catches, where there is one. */
export function tell(
  id: string,
  [source, name]: Place,
  pattern: RegExp,
  product: string,
  extra: Extra = {},
): FingerprintRule {
  const { confidence = 95, also = [], ...claim } = extra
  const catches = /\((?!\?)|\(\?</.test(pattern.source.replace(/\\./g, ''))
  return {
    id: `lunette/${id}`,
    source,
    ...(name === undefined ? {} : { name }),
    pattern: Pattern.of(pattern),
    claims: [{ product, ...(catches ? { version: '$1' } : {}), ...claim }, ...also],
    confidence,
  }
}

export const server: Place = ['http.header', 'server']
export const poweredBy: Place = ['http.header', 'x-powered-by']
export const title: Place = ['http.title']
export const body: Place = ['http.body']
export const script: Place = ['http.script']
export const generator: Place = ['http.meta', 'generator']
export const cookie: Place = ['http.header', 'set-cookie']
export const header = (name: string): Place => ['http.header', name]
export const meta = (name: string): Place => ['http.meta', name]
export const page = (path: string): Place => ['http.body', path]
