import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { defaultFeedLimits, feeds } from '#intake/feeds'
import { zipOf } from '../../test/support/zip.ts'
import { memorySink } from '../intake/feeds/memory-sink.kit.ts'
import { gatherFromFolder } from './gather-folder.ts'

const osv = feeds.find(({ id }) => id === 'osv')!

/** A mirror folder with one ecosystem: `copy` puts an archive and a list there, `refresh` tells which records are read. */
function mirror() {
  const folder = mkdtempSync(join(tmpdir(), 'lunette-folder-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'osv/npm'), { recursive: true })
  const [archive, list] = ['all.zip', 'modified_id.csv'].map((name) => join(folder, 'osv/npm', name)) as [
    string,
    string,
  ]
  let state: Record<string, unknown> = {}
  let copies = 0
  return {
    copy(listed: Readonly<Record<string, string>>, { archived = listed, listHours = 0 } = {}) {
      const record = ([id, modified]: [string, string]) => [`${id}.json`, Buffer.from(recordOf(id, modified))] as const
      writeFileSync(archive, zipOf(Object.fromEntries(Object.entries(archived).map(record))))
      const newestFirst = Object.entries(listed).sort(([, a], [, b]) => (a < b ? 1 : -1))
      writeFileSync(list, newestFirst.map(([id, modified]) => `${modified},${id}`).join('\n'))
      const at = Date.UTC(2026, 7, ++copies) / 1_000
      utimesSync(archive, at, at)
      utimesSync(list, at + listHours * 3_600, at + listHours * 3_600)
    },
    async refresh() {
      const gathered = await gatherFromFolder(folder)(osv, state)
      if (!gathered.ok) throw new Error(gathered.error.message)
      state = JSON.parse(JSON.stringify(gathered.value.state))
      const sink = memorySink()
      for (const file of gathered.value.files) await osv.read(file, sink, defaultFeedLimits)
      return sink.statements.map(({ recordId, modified }) => `${recordId} ${modified?.slice(0, 10)}`)
    },
  }
}

const recordOf = (id: string, modified: string) =>
  JSON.stringify({ id, modified, affected: [{ package: { ecosystem: 'npm', name: 'a' }, versions: ['1.0.0'] }] })

const old = { 'GHSA-1': '2026-08-01T00:00:00Z', 'GHSA-2': '2026-08-03T00:00:00Z' }

it('reads the archive once, then what its list says has changed', async () => {
  const { copy, refresh } = mirror()
  copy(old)
  expect(await refresh()).toEqual(['GHSA-1 2026-08-01', 'GHSA-2 2026-08-03'])
  expect(await refresh()).toEqual([])
  copy({ ...old, 'GHSA-3': '2026-08-05T00:00:00Z' })
  expect(await refresh()).toEqual(['GHSA-2 2026-08-03', 'GHSA-3 2026-08-05'])
  expect(await refresh()).toEqual([])
})

it('an archive whose list does not change with it is read as a whole', async () => {
  const { copy, refresh } = mirror()
  copy(old)
  await refresh()
  copy(old, { archived: { ...old, 'GHSA-3': '2026-08-05T00:00:00Z' } })
  expect(await refresh()).toHaveLength(3)
})

it('a list that was not copied with the archive says nothing of it', async () => {
  const { copy, refresh } = mirror()
  copy(old)
  await refresh()
  copy({ ...old, 'GHSA-3': '2026-08-05T00:00:00Z' }, { listHours: 2 })
  expect(await refresh()).toHaveLength(3)
})

it('a record that the archive had only in its older form is read with the next list', async () => {
  const { copy, refresh } = mirror()
  copy(old)
  await refresh()
  const changed = { ...old, 'GHSA-2': '2026-08-04T23:00:00Z', 'GHSA-3': '2026-08-05T00:00:00Z' }
  copy(changed, { archived: { ...changed, 'GHSA-2': old['GHSA-2'] } })
  expect(await refresh()).toEqual(['GHSA-2 2026-08-03', 'GHSA-3 2026-08-05'])
  copy({ ...changed, 'GHSA-4': '2026-08-06T00:00:00Z' })
  expect(await refresh()).toEqual(['GHSA-2 2026-08-04', 'GHSA-3 2026-08-05', 'GHSA-4 2026-08-06'])
})
