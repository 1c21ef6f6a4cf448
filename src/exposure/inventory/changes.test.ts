import { expect, test } from 'vitest'
import { type ChangedComponent, pairChanges } from './changes.ts'
import type { ComponentId } from './identity.ts'

const log4j = (version: string, location: string, name = 'log4j-core'): ChangedComponent => ({
  id: `${name} ${version} ${location}` as ComponentId,
  name,
  version,
  location,
})

test('another version at the same place is a change of version', () => {
  const changes = pairChanges([log4j('2.17.1', 'pom.xml')], [log4j('2.12.1', 'pom.xml')])
  expect(changes).toMatchObject({ added: [], removed: [], changedVersion: [{ to: { version: '2.17.1' } }] })
})

test('so is one in a file whose name has the version in it', () => {
  const changes = pairChanges(
    [log4j('2.17.1', 'lib/log4j-core-2.17.1.jar')],
    [log4j('2.12.1', 'lib/log4j-core-2.12.1.jar')],
  )
  expect(changes).toMatchObject({ added: [], removed: [], changedVersion: [{ from: { version: '2.12.1' } }] })
})

test('what stands elsewhere, or is another package, came and went', () => {
  const elsewhere = pairChanges([log4j('2.17.1', 'b/pom.xml')], [log4j('2.12.1', 'a/pom.xml')])
  expect(elsewhere).toMatchObject({ added: [{}], removed: [{}], changedVersion: [] })
  const other = pairChanges([log4j('2', 'lib', 'log4j-api')], [log4j('1', 'lib')])
  expect(other).toMatchObject({ added: [{}], removed: [{}], changedVersion: [] })
})
