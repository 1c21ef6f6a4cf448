import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { KnowledgeReader, Statement } from '#core/vocabulary'
import { buildIndex, type KnowledgeIndex } from '#exposure/knowledge'
import { KnowledgeHolder } from './knowledge-holder.ts'

let folder: string
let holder: KnowledgeHolder
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holder-'))
  holder = new KnowledgeHolder(join(folder, 'knowledge.index'))
})
afterEach(() => {
  holder.close()
  rmSync(folder, { recursive: true })
})

function publish(title: string): void {
  const statement: Statement = {
    source: 'osv:npm',
    recordId: 'GHSA-aaaa-bbbb-cccc',
    state: 'published',
    title,
    aliases: [],
    related: [],
    severities: [],
    cwes: [],
    ssvc: [],
    references: [],
    affected: [],
  }
  buildIndex([statement], {}, holder.path)
}

const titleIn = (reader: ReturnType<KnowledgeHolder['reader']>) => reader.vulnerability('GHSA-aaaa-bbbb-cccc')?.title

it('answers from the newest index', () => {
  publish('first')
  expect(titleIn(holder.reader())).toBe('first')
  publish('second')
  expect(titleIn(holder.reader())).toBe('second')
})

const closing = (reader: KnowledgeReader) => vi.spyOn(reader as KnowledgeIndex, 'close')

it('keeps an index open for work that began with it, and closes it when all of that has ended', async () => {
  publish('first')
  const first = holder.reader()
  const closed = closing(first)
  await holder.use(async (reader) => {
    await holder.use(async (same) => {
      expect(same).toBe(reader)
      publish('second')
      expect(titleIn(holder.reader())).toBe('second')
    })
    expect(closed).not.toHaveBeenCalled()
    expect(titleIn(reader)).toBe('first')
  })
  expect(closed).toHaveBeenCalledOnce()
})

it('lets go of an index when the work with it fails', async () => {
  publish('first')
  const closed = closing(holder.reader())
  const failed: Promise<never> = holder.use(async () => {
    publish('second')
    holder.reader()
    throw new Error('stop')
  })
  await expect(failed).rejects.toThrow('stop')
  expect(closed).toHaveBeenCalledOnce()
})

it('closes an index that nobody uses as soon as there is a newer one', () => {
  publish('first')
  const closed = closing(holder.reader())
  publish('second')
  holder.reader()
  expect(closed).toHaveBeenCalledOnce()
})
