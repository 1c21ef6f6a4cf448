import { type AssetRow, assetFilterKeys, filterProblem } from '#contract'
import { commandLine, err, ok, type Problem, problem, type Result } from '#core/kernel'
import type { Criticality, Environment, Exposure } from '#core/vocabulary'
import type { Asset, AssetId, AssetUpdate } from '#exposure/inventory'
import { listAssets as recordedAssets } from '#exposure/inventory/store'
import { changeAsset } from '#flows/exposure'
import { recordAudit } from '#platform/audit'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { listAssets } from '#views/asset-list'
import { FindingLists } from '#views/finding-lists'
import type { Runtime } from '../../runtime.ts'
import { exitCodes } from '../exit-codes.ts'
import { withRuntime } from '../open.ts'
import { columns, finish, print, say } from '../say.ts'

const actor = 'command line'

interface ListFlags {
  dataDir?: string
  json?: boolean
  limit?: number
}

/** `lunette assets list`: assets under a filter with what is said of them. */
export async function list(words: string[], flags: ListFlags): Promise<number> {
  const filter = words.join(' ')
  const wrong = filterProblem(filter, assetFilterKeys)
  if (wrong !== undefined) {
    say(wrong)
    return exitCodes.usage
  }
  const { limit = 50 } = flags
  const done = await withRuntime(flags, async ({ database, clock, config }) => {
    const currency = { now: clock(), maxAgeDays: config.maxKnowledgeAgeDays }
    const query = { filter, limit, sort: 'decision' as const }
    return ok(await listAssets({ database, lists: new FindingLists(database) }, DEFAULT_WORKSPACE, query, currency))
  })
  return finish(done, (page) => print(page, tableOf(page.rows, page.total), flags.json))
}

function tableOf(rows: readonly AssetRow[], total: number): string {
  if (rows.length === 0) return 'no asset is like that'
  const head = ['id', 'name', 'exposure', 'criticality', 'environment', 'owner', 'tags', 'now', 'soon', 'other']
  const cells = rows.map(({ id, name, exposure, criticality, environment, owner, tags, open }) => [
    ...[id, name, exposure, criticality, environment, owner ?? '–', tags.join(', ') || '–'],
    ...[open.now, open.soon, open.scheduled + open.defer].map(String),
  ])
  const more = total > rows.length ? `\n… and ${total - rows.length} more (--limit)` : ''
  return `${columns(head, cells)}${more}`
}

interface SetFlags {
  dataDir?: string
  json?: boolean
  exposure?: Exposure
  criticality?: Criticality
  environment?: Environment
  owner?: string
  tag?: string[]
  untag?: string[]
}

/** `lunette assets set`: what a person says of an asset; its findings are decided anew. */
export async function set(name: string, flags: SetFlags): Promise<number> {
  if (Object.keys(updateOf(flags, [], '')).length === 0) {
    say('say at least one thing of it: --exposure, --criticality, --environment, --owner, --tag or --untag')
    return exitCodes.usage
  }
  const done = await withRuntime(flags, (runtime) => setOne(runtime, name, flags))
  return finish(done, (asset) => print(asset, sentenceOf(asset), flags.json))
}

async function setOne(runtime: Runtime, name: string, flags: SetFlags): Promise<Result<Asset>> {
  const known = named(name, await recordedAssets(runtime.database, DEFAULT_WORKSPACE))
  if (!known.ok) return known
  const at = runtime.clock()
  const update = updateOf(flags, known.value.tags, at)
  const changed = await changeAsset(runtime, DEFAULT_WORKSPACE, known.value.id as AssetId, update)
  if (!changed.ok) return changed
  const { dataDir: _dataDir, json: _json, ...said } = flags
  await runtime.database.inTransaction((work) =>
    recordAudit(work, {
      ...{ chain: DEFAULT_WORKSPACE, at, actor, action: 'asset.update', target: known.value.id },
      detail: said,
    }),
  )
  return changed
}

function named(name: string, assets: readonly Asset[]): Result<Asset, Problem> {
  const byId = assets.find(({ id }) => id === name)
  const found = byId ? [byId] : assets.filter((asset) => asset.name === name)
  if (found.length > 1) {
    const ids = found.map(({ id }) => id).join(', ')
    return err(problem('ambiguous', `${found.length} assets are named "${name}": give an id of ${ids}`))
  }
  const [asset] = found
  return asset ? ok(asset) : err(problem('no-asset', `there is no asset "${name}": ${commandLine('assets list')}`))
}

function updateOf(flags: SetFlags, tags: readonly string[], at: string): AssetUpdate {
  const { exposure, criticality, environment, owner, tag = [], untag = [] } = flags
  const gone = new Set(untag.map((one) => one.toLowerCase()))
  const kept = tags.filter((one) => !gone.has(one.toLowerCase()))
  return {
    ...(exposure === 'unknown' && { exposure: { value: exposure, basis: 'assumed' } }),
    ...(exposure && exposure !== 'unknown' && { exposure: { value: exposure, basis: 'stated', by: actor, at } }),
    ...(criticality && { criticality }),
    ...(environment && { environment }),
    ...(owner !== undefined && { owner: owner || null }),
    ...((tag.length > 0 || untag.length > 0) && { tags: [...kept, ...tag] }),
  }
}

function sentenceOf({ name, exposure, criticality, environment, owner, tags }: Asset): string {
  const facts = [`exposure ${exposure.value}`, `criticality ${criticality}`, `environment ${environment}`]
  return `${name}: ${[...facts, `owner ${owner ?? 'nobody'}`, `tags ${tags.join(', ') || 'none'}`].join(', ')}`
}
