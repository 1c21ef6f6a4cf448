import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Clock, type Instant, systemClock } from '#core/kernel'
import { DEFAULT_TABLE, tableById } from '#exposure/prioritisation'
import type { FlowContext } from '#flows/context'
import { type InventoryFile, importInventory, type RecordedInventory } from '#flows/exposure'
import { gatherFromFolder } from '#flows/gather-folder'
import { type KeptCurrent, keepCurrent } from '#flows/keep-current'
import { KnowledgeHolder } from '#flows/knowledge-holder'
import { feeds, filesOfMirror } from '#intake/feeds'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { testDatabase } from './database.ts'

/** A whole installation on a database of its own, with a mirror folder to fill. */
export interface Installation extends FlowContext {
  folder: string
  /** Writes a file of the mirror: `osv/npm.ndjson`, `kev/kev.json`. */
  publish(path: string, content: string): void
  /** Reads the mirror and assesses what it touches. */
  refresh(): Promise<KeptCurrent>
  /** Records a CycloneDX document made of purls. */
  record(
    subject: string,
    purls: readonly string[],
    over?: Partial<InventoryFile> & { timestamp?: string },
  ): Promise<RecordedInventory>
  close(): Promise<void>
}

/** @param maxKnowledgeAgeDays by default long: what the tests publish bears dates of its own, and the clock is mostly the machine's */
export async function installation(
  clock: Clock = systemClock,
  maxKnowledgeAgeDays: number | undefined = 3_650,
): Promise<Installation> {
  const { database, drop } = await testDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'lunette-installation-'))
  const mirror = join(folder, 'mirror')
  mkdirSync(mirror)
  const context: FlowContext = {
    database,
    clock,
    knowledge: new KnowledgeHolder(join(folder, 'knowledge.index')),
    table: tableById(DEFAULT_TABLE)!,
    dial: 'precise',
    maxKnowledgeAgeDays,
  }
  let files = 0
  return {
    ...context,
    folder,
    publish(path, content) {
      mkdirSync(dirname(join(mirror, path)), { recursive: true })
      writeFileSync(join(mirror, path), content)
    },
    async refresh() {
      const held = filesOfMirror(mirror, feeds)
      const kept = await keepCurrent(
        context,
        { feeds: feeds.filter((feed) => held.has(feed.id)), gather: gatherFromFolder(mirror) },
        () => {},
      )
      if (!kept.ok) throw new Error(kept.error.message)
      return kept.value
    },
    async record(subject, purls, { timestamp, ...over } = {}) {
      const path = join(folder, `${++files}.cdx.json`)
      writeFileSync(path, bom(subject, purls, timestamp))
      const file = {
        workspaceId: DEFAULT_WORKSPACE,
        path,
        fileName: `${subject}.cdx.json`,
        exposure: 'unknown' as const,
        actor: 'test',
        ...over,
      }
      const recorded = await importInventory(context, file, () => {})
      if (!recorded.ok) throw new Error(recorded.error.message)
      return recorded.value
    },
    async close() {
      context.knowledge.close()
      await drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A CycloneDX document: a named subject and its components by purl. */
export function bom(subject: string, purls: readonly string[], timestamp = '2026-08-01T00:00:00Z'): string {
  const components = purls.map((purl) => {
    const [, name = '', version] = /([^/@]+)@(.+)$/.exec(purl) ?? []
    return { type: 'library', 'bom-ref': purl, name, version, purl }
  })
  const metadata = { timestamp, component: { type: 'application', 'bom-ref': subject, name: subject } }
  return JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, metadata, components })
}

/** An OSV record of one package with one range. */
export function osvRecord(id: string, ecosystem: string, name: string, fixed: string, over: object = {}): string {
  const affected = [
    { package: { ecosystem, name }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }] },
  ]
  return JSON.stringify({
    schema_version: '1.6.0',
    id,
    modified: '2026-08-01T00:00:00Z',
    published: '2026-07-01T00:00:00Z',
    affected,
    ...over,
  })
}

/** A clock that the test moves. */
export function movableClock(start: string): { clock: Clock; move(to: string): void } {
  let now = start
  return {
    clock: () => new Date(now).toISOString() as Instant,
    move(to) {
      now = to
    },
  }
}
