import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { actionWords, subjectWords } from './entry-words.ts'

it.each([
  ['the file that was imported', { exposure: 'unknown', fileName: 'shop.cdx.json' }, 'shop.cdx.json'],
  ['whom it invites', { name: 'vera', role: 'viewer' }, 'vera'],
  ['how many findings it changed', { ids: ['a'], changed: 1 }, '1 finding'],
  ['how many it put back', { left: 0, restored: 2 }, '2 findings'],
  ['its target where the details name nothing', {}, 'f49fd38c'],
  ['its target where the details were erased', null, 'f49fd38c'],
  ['whose a link for reports is', { label: 'support desk' }, 'support desk'],
])('an entry names %s', (_, detail, subject) =>
  expect(subjectWords({ target: 'f49fd38c', detail, subject: null })).toBe(subject),
)

it('a number that a machine gave stands in no row', () => {
  for (const target of ['0a1b2c3d-0a1b-4c2d-8e3f-0a1b2c3d4e5f', '0a1b2c3d4e5f0a1b2c3d'])
    expect(subjectWords({ target, detail: {}, subject: null })).toBe('')
})

it('an entry names what it is about as it is called now', () => {
  const subject = { kind: 'finding' as const, name: 'CVE-2026-1000 on shop' }
  expect(subjectWords({ target: 'f49fd38c', detail: { comment: 'c1' }, subject })).toBe('CVE-2026-1000 on shop')
})

/** Dotted words of files that record something, which are no actions. */
const others =
  /^(client|enduser|langfuse|llm|lunette|microsoft|openinference|service|user)\.|\.(json|yaml|eml)$|^session\.id$|^finding\.opened$/

it('every action that is recorded anywhere has words', () => {
  const source = join(import.meta.dirname, '../../../src')
  const files = globSync('{app,flows,platform/auth}/**/*.ts', { cwd: source }).filter(
    (file) => !/\.(test|kit)\.ts$/.test(file),
  )
  const recording = files
    .map((file) => readFileSync(join(source, file), 'utf8'))
    .filter((text) => /audit|change\(/i.test(text))
  const words = recording.flatMap((text) =>
    [...text.matchAll(/'([a-z][a-z-]*(?:\.[a-z][a-z-]*)+)'/g)].map(([, word]) => word!),
  )
  const actions = [...new Set(words)].filter((word) => !others.test(word))
  expect(actions.length).toBeGreaterThan(100)
  expect(actions.filter((action) => actionWords(action) === action)).toEqual([])
})

it('an action that has no words yet is shown by its code', () => {
  expect(actionWords('import.start')).toBe('imported a file')
  expect(actionWords('moon.reach')).toBe('moon.reach')
})
