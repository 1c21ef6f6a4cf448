import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type SchemeId, schemeIds } from '../../src/core/versions/index.ts'
import { contradiction, orderOf } from '../../src/core/versions/schemes/order.kit.ts'

const folder = join(process.env.LUNETTE_TEST_DATA ?? '../shared/data', 'conformance/versions/compare')
const numRuns = Number(process.env.LUNETTE_ORDER_RUNS ?? 50_000)

/** Versions that were really published, by the scheme their file is named after. */
function publishedVersions(scheme: SchemeId): string[] {
  const files = readdirSync(folder).filter((name) => name.startsWith(`${scheme}.`) || name.startsWith(`${scheme}-`))
  const lines = files.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(1))
  const pairs = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as { a: string; b: string })
  return [...new Set(pairs.flatMap(({ a, b }) => [a, b]))]
}

const words = ['alpha', 'beta', 'rc', 'final', 'ga', 'release', 'sp', 'snapshot', 'dev', 'post', 'p', 'a', 'x', 'r']
const numbers = ['0', '1', '00', '01', '10', '9'.repeat(20)]
const piece = fc.constantFrom(...words, ...numbers, '0.1', '1.0')
const separator = fc.constantFrom('.', '-', '_', '+', '~', '^', ':', '')

/** Published versions, alone and with pieces put before and behind them. */
function samplesOf(versions: readonly string[]): fc.Arbitrary<string> {
  const published = fc.oneof({ arbitrary: fc.constantFrom(...versions, '1.0'), weight: 2 }, fc.constant(''))
  const edit = fc.tuple(fc.boolean(), separator, piece)
  return fc
    .tuple(published, fc.array(edit, { maxLength: 3 }))
    .map(([version, edits]) =>
      edits.reduce(
        (text, [before, between, part]) => (before ? part + between + text : text + between + part),
        version,
      ),
    )
}

describe('orders of versions, over what was really published', () => {
  let versions: Readonly<Partial<Record<SchemeId, string[]>>> | undefined
  try {
    versions = Object.fromEntries(schemeIds.map((scheme) => [scheme, publishedVersions(scheme)]))
  } catch {
    process.stderr.write(`lunette: no test data in ${folder}: the orders of published versions are not hunted\n`)
  }

  it.skipIf(!versions).each(schemeIds)('%s contradicts itself nowhere', (scheme) => {
    const sample = samplesOf(versions?.[scheme] ?? [])
    const compare = orderOf(scheme)
    fc.assert(
      fc.property(fc.array(sample, { minLength: 3, maxLength: 7 }), (texts) => {
        expect(contradiction(texts, compare)).toBeUndefined()
      }),
      { numRuns },
    )
  })
})
