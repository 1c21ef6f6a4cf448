import { expect, test } from 'vitest'
import { hasRoom } from './job-room.ts'

const cases = [
  ['a file where nothing runs is begun', 'import', [], 2, true],
  ['a file where as many are worked at as may be waits', 'import', ['import', 'preview'], 2, false],
  ['a refresh takes no file’s place', 'import', ['refresh', 'reassess', 'import'], 2, true],
  ['a refresh is begun whatever files are worked at', 'refresh', ['import', 'import'], 2, true],
  ['a process that leaves long work to others begins no file', 'import', [], 0, false],
  ['nor a refresh', 'refresh', [], 0, false],
  ['but it sends', 'deliver', [], 0, true],
] as const
test.each(cases)('%s', (_rule, kind, running, atOnce, expected) => {
  expect(hasRoom(kind, running, atOnce)).toBe(expected)
})
