import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { decidingOn } from './deciding.ts'
import { type DecidingSettings, foundTable, noteServer } from './running-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'lunette-deciding-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const at = { origin: 'https://lunette.example', listens: 'http://127.0.0.1:7350' }
const theirs: DecidingSettings = { table: 'bod-26-04', dial: 'precise', maxKnowledgeAgeDays: 30 }

test('beside a server its settings decide, and what was set otherwise is told', () => {
  const own = { table: 'deployer', dial: 'precise', port: 1 } as const
  const forget = noteServer(folder, { ...at, decides: theirs })
  const { settings, told } = decidingOn(folder, own)
  expect(settings).toEqual({ ...theirs, port: 1 })
  expect(told).toContain(
    'https://lunette.example: table bod-26-04 (here deployer), maxKnowledgeAgeDays 30 (here not set)',
  )
  expect(decidingOn(folder, theirs).told).toBeUndefined()
  forget()
  expect(decidingOn(folder, own)).toEqual({ settings: own })
})

test('a limit that only the command has does not count beside a server without one', () => {
  const forget = noteServer(folder, { ...at, decides: { table: 'bod-26-04', dial: 'precise' } })
  expect(decidingOn(folder, theirs).settings.maxKnowledgeAgeDays).toBeUndefined()
  forget()
})

test('a note without settings, or a damaged one, decides nothing', () => {
  const forget = noteServer(folder, at)
  const note = join(folder, 'server.json')
  expect(decidingOn(folder, theirs)).toEqual({ settings: theirs })
  writeFileSync(note, JSON.stringify({ ...JSON.parse(readFileSync(note, 'utf8')), decides: { table: 1, dial: 'x' } }))
  expect(decidingOn(folder, theirs)).toEqual({ settings: theirs })
  forget()
})

test('a table of one’s own is found from any folder', () => {
  expect(foundTable('own.json')).toBe(resolve('own.json'))
  expect(foundTable('deployer')).toBe('deployer')
})
