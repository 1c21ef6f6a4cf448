import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openStarter, readStarter } from './starter.ts'

it('the starter stays below one megabyte and takes no text from any source', () => {
  expect(readFileSync(new URL('./starter/starter.json', import.meta.url)).length).toBeLessThan(1_000_000)
  const starter = readStarter()
  if (!starter.ok) throw new Error(starter.error.message)
  for (const statement of starter.value.statements) {
    expect(statement).not.toHaveProperty('title')
    expect(statement).not.toHaveProperty('description')
    expect(statement.references).toEqual([])
  }
})

it('the starter knows the sample organisation, with scores and exploitation, and covers nothing else', () => {
  const starter = openStarter()
  if (!starter.ok) throw new Error(starter.error.message)
  const log4shell = starter.value.statements('maven/org.apache.logging.log4j:log4j-core')
  expect(log4shell.flatMap((entry) => entry.vulnerabilityIds)).toContain('CVE-2021-44228')
  const facts = starter.value.vulnerability('CVE-2021-44228')
  expect(facts?.kev).toHaveLength(1)
  expect(facts?.epss?.probability).toBeGreaterThan(0.9)
  for (const key of ['pypi/django', 'go/golang.org/x/net', 'cpe/apache/http_server', 'debian/openssl', 'npm/lodash']) {
    expect(starter.value.statements(key).length, key).toBeGreaterThan(0)
  }
  expect(starter.value.coverage('npm')).toBeUndefined()
})
