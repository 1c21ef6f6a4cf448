import { expect, test } from 'vitest'
import { importBytes } from '../intake/importers/index.ts'
import { foldedProblem } from './folded-problem.ts'

test('of a file in no known format it is said what it is, and apart which formats are read', async () => {
  const read = await importBytes(new TextEncoder().encode('hello'), 'notes.txt')
  const { said, list } = foldedProblem(read.ok ? null : read.error)
  expect(said).toMatch(/^The file is .*none of the formats that are read\.$/)
  expect(list).toMatch(/^CycloneDX.*, .*\.$/)
})

test('another problem is told whole', () => {
  const message = 'two files, which are alike'
  expect(foldedProblem({ code: 'not-ready', message })).toEqual({ said: message })
})
