import { expect, test } from 'vitest'
import type { Match, SeenStated } from '#core/vocabulary'
import { evidenceOfMatch, evidenceOfVoices } from './evidence.ts'

const voice: SeenStated = {
  kind: 'weakness',
  tool: 'semgrep',
  ruleId: 'sql-injection',
  location: 'app.ts',
  title: 'SQL from input',
  description: 'the query at line 12 is made of input (app.ts:12:5)',
  severity: 'high',
  severityWord: 'error',
  vulnerabilityIds: [],
  cwes: ['CWE-89'],
  lines: [12],
  state: 'open',
  references: ['https://example.org/rule'],
  remedy: 'use parameters',
  firstSeen: '2026-08-01T00:00:00Z',
  lastSeen: '2026-08-01T00:00:00Z',
}
const of = (...overs: Partial<SeenStated>[]) => evidenceOfVoices(overs.map((over) => ({ ...voice, ...over })))

test.each<[string, Partial<SeenStated>]>([
  ['its line shifts', { lines: [15], description: 'the query at line 15 is made of input (app.ts:15:5)' }],
  ['it is reported again', { lastSeen: '2026-09-01T00:00:00Z' }],
  ['the advice changes', { remedy: 'use a query builder', references: [] }],
  ['its message tells another moment', { description: `${voice.description} on 2026-08-01T10:00:00Z` }],
  ['white space changes', { title: 'SQL  from input' }],
])('evidence stays when %s', (_, over) => {
  const dated = { description: `${voice.description} on 2026-09-09T11:11:11Z` }
  expect(of(over)).toBe(over.description?.includes(' on ') ? of(dated) : of({}))
})

test.each<[string, Partial<SeenStated>]>([
  ['the severity changes', { severity: 'critical' }],
  ['the message says something else', { description: 'the shell command is made of input' }],
  ['a second one is seen in the file', { lines: [12, 40] }],
  ['it is in another version of the software', { software: { name: 'nginx', version: '1.2' } }],
  ['it is named as another vulnerability', { vulnerabilityIds: ['CVE-2026-1'] }],
  ['the tool’s fingerprint of it changes', { fingerprints: ['b'] }],
])('evidence moves when %s', (_, over) => {
  expect(of(over)).not.toBe(of({ fingerprints: over.fingerprints ? ['a'] : undefined }))
})

test('where the tool gives a fingerprint, other words for the same are no other evidence', () => {
  expect(of({ fingerprints: ['a'], description: 'reworded', title: 'reworded' })).toBe(of({ fingerprints: ['a'] }))
})

test('a further tool is further evidence; the same tool twice, in either order, is not', () => {
  expect(of({}, { tool: 'codeql' })).not.toBe(of({}))
  expect(of({}, { tool: 'codeql' })).toBe(of({ tool: 'codeql' }, {}))
  expect(of({}, {})).toBe(of({}))
})

test('a match of our own sources rests on what those say; one on a tool’s word on that word', () => {
  const match = (method: Match['method'], text: string) =>
    evidenceOfMatch({
      method,
      reasons: [{ code: 'reported', text, source: 'trivy', recordId: 'x' }],
    } as unknown as Match)
  expect(match('ecosystem', 'a')).toBe(match('ecosystem', 'b'))
  expect(match('reported', 'a')).not.toBe(match('reported', 'b'))
})
