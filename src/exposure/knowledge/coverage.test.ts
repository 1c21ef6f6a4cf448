import { expect, test } from 'vitest'
import type { Statement } from '#core/vocabulary'
import { CoverageCounter } from './coverage.ts'

const npm: Statement['affected'] = [
  { kind: 'package', ecosystem: 'npm', name: 'a', scheme: 'npm', intervals: [{}], status: 'affected' },
]
const none = new Map<string, string>()

function rowsOf(source: string, asOf: ReadonlyMap<string, string> = none): string[] {
  const counter = new CoverageCounter()
  counter.add(source, npm)
  return counter.rows(asOf).map((row) => row.ecosystem)
}

test("an ecosystem's own database covers it", () => {
  expect(rowsOf('osv:npm')).toEqual(['npm'])
})

test('a CVE record or the starter that names one package covers no ecosystem', () => {
  expect(rowsOf('cve')).toEqual([])
  expect(rowsOf('starter')).toEqual([])
})

test("a GitHub advisory that came with another ecosystem's file covers nothing; with the ecosystem's own file it does", () => {
  expect(rowsOf('osv:GHSA')).toEqual([])
  expect(rowsOf('osv:GHSA', new Map([['osv:npm', '2026-08-01T00:00:00Z']]))).toEqual(['npm'])
})
