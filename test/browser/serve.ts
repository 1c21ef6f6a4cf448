import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createServer, type ServerConfig, type ServerFlows } from '#app/server'
import { emptyOutcome, ok, systemClock } from '#core/kernel'
import { keepPreview } from '#exposure/findings/store'
import type { AssetId } from '#exposure/inventory'
import { updateAsset } from '#exposure/inventory/store'
import { beginFeedRun, endFeedRun, ingestKnowledge } from '#exposure/knowledge/store'
import { runEvaluation } from '#flows/run-evaluation'
import { issueSetupToken } from '#platform/auth'
import { type Database, DEFAULT_WORKSPACE } from '#platform/database'
import { secretBox } from '#platform/secrets'
import { outFlows } from '../../src/app/out-flows.ts'
import { knownCases } from './rows.ts'
import { seed, seedAsset, seedFinding } from './seed.ts'

const webRoot = join(import.meta.dirname, '../../web/dist')

/** Flows that write the rows of the seed, for pages and routes; the product's own are tested with the flows. */
function seedFlows(database: Database): Omit<ServerFlows, 'evaluate' | keyof ReturnType<typeof outFlows>> {
  return {
    async importFile({ fileName, exposure, actor }, progress) {
      const asset = {
        id: 'asset-dropped',
        name: fileName.replace(/\..*$/, ''),
        kind: 'application',
        exposure,
        basis: exposure === 'unknown' ? 'assumed' : 'stated',
        by: exposure === 'unknown' ? null : actor,
        owner: null,
        criticality: 'unknown',
      }
      for (let done = 0; done <= 200; done += 50) {
        progress('reading components', done, 200, 'components')
        await wait(40)
      }
      await database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
        await seedAsset(work, asset)
        for (const entry of knownCases.slice(4, 8)) await seedFinding(work, asset, entry)
      })
      return ok({ summary: '200 components read, 4 findings', assetId: asset.id })
    },
    async previewImport({ previewId, workspaceId, fileName }) {
      const counts = { new: 4, reopened: 0, moved: 0, gone: 0 }
      const none = { now: 0, soon: 0, scheduled: 0, defer: 0 }
      const byUrgency = { new: { ...none, now: 1, scheduled: 3 }, reopened: none, moved: none, gone: none }
      const said = { assetId: 'asset-dropped', assetName: fileName.replace(/\..*$/, ''), format: 'CycloneDX 1.6' }
      const inventory = { components: 200, added: 200, removed: 0, changedVersion: 0, unchanged: 0, unjudged: 0 }
      const result = {
        ...said,
        ...inventory,
        isNewAsset: true,
        isRecorded: false,
        isLatest: true,
        namesakes: [],
        beside: [],
        counts,
        byUrgency,
        unjudgedBy: { noKnowledge: 0, stale: 0, noVersion: 0, noIdentity: 0 },
        dropped: [],
      }
      await keepPreview(database, workspaceId, previewId, result, [])
      return ok({ summary: '4 new', previewId })
    },
    async loadSample(_work, progress) {
      progress('reading the sample', 1, 2, 'assets')
      await seed(database)
      return ok({ summary: '4 assets, 40 findings' })
    },
    watch: async () => ok({ summary: '' }),
    probe: async ({ controlId }) => ({ control: controlId, verdict: 'unknown', note: 'nobody approved the gateway' }),
    async discover() {
      // Long enough to be asked for once more meanwhile.
      await wait(500)
      return ok({ summary: '4 names' })
    },
    checkProof: async (_workspaceId, id) =>
      ok({ id, isProven: true, isSure: true, detail: 'TXT of _lunette-challenge.example.com', asked: [] }),
    followStandings: async () => ({ recorded: 0, opened: 0, resolved: 0 }),
    lookUp: async (_workspaceId, name) =>
      ok({
        name,
        addresses: ['198.51.100.7'],
        aliases: ['edge.cdn.example'],
        thirdParty: 'edge.cdn.example',
        exists: !name.startsWith('nowhere.'),
        untouched: [],
      }),
    nameExists: async (_workspaceId, name) => !name.startsWith('nowhere.'),
    isOutdated: async () => false,
    reassess: async () => ok({ summary: '' }),
    async refreshFeeds(_work, progress) {
      await ingestKnowledge(database, async () => {
        const runId = await beginFeedRun(database, 'kev', systemClock())
        progress('reading kev', 1, 5, 'feeds')
        await wait(500)
        const end = { outcome: { ...emptyOutcome(), status: 'unchanged' as const }, bytes: 0, written: 0, removed: 0 }
        await endFeedRun(database, { runId, feedId: 'kev' }, end, systemClock())
      })
      return ok({ summary: '5 feeds are current' })
    },
    async updateAsset({ workspaceId, assetId, change: { exposure, ...rest }, actor: by, expected, alongside }) {
      const stated = exposure && { value: exposure, basis: 'stated' as const, by, at: systemClock() }
      const given = Object.entries({ ...rest, exposure: stated }).filter(([, value]) => value !== undefined)
      const terms = { by, expected, alongside }
      const done = await updateAsset(database, workspaceId, assetId as AssetId, Object.fromEntries(given), terms)
      return done.ok ? ok(undefined) : done
    },
  }
}

export interface RunningServer {
  origin: string
  /** Folder of uploads under way. */
  uploads: string
  setupLink: string
  close(): Promise<void>
}

/** A server on a free loopback port with a fresh one-time link. */
export async function serve(database: Database, port = 0, config: Partial<ServerConfig> = {}): Promise<RunningServer> {
  const secrets = secretBox([randomBytes(32)])
  const uploads = mkdtempSync(join(tmpdir(), 'lunette-uploads-'))
  const quiet = { info() {}, warn() {}, error: (details: object, message: string) => console.error(message, details) }
  const app = await createServer({
    database,
    config: { version: 'test', webRoot, uploads, maxKnowledgeAgeDays: 3_650, privateHosts: ['127.0.0.1'], ...config },
    log: quiet,
    clock: systemClock,
    secrets,
    flows: {
      ...seedFlows(database),
      async evaluate(work, progress, stop) {
        const context = { database, clock: systemClock, secrets, privateHosts: ['127.0.0.1'] }
        const ran = await runEvaluation(context, work, progress, stop)
        return ran.ok ? { ok: true, value: { summary: ran.value.order.state } } : ran
      },
      ...outFlows({ database, clock: systemClock, secrets, privateHosts: ['127.0.0.1'] }),
    },
  })
  const origin = await app.listen({ host: '127.0.0.1', port })
  return {
    origin,
    uploads,
    setupLink: `${origin}/setup#${await issueSetupToken(database, systemClock())}`,
    async close() {
      await app.close()
      rmSync(uploads, { recursive: true, force: true })
    },
  }
}
