import { componentWords } from '#action/reports'
import { type AssetChange, counted } from '#contract'
import { setAsideWords } from '#contract/preview-notes'
import { seenWords, sentWords } from '#contract/surface-words'
import { ok, type Result } from '#core/kernel'
import { failPreview, keepPreview } from '#exposure/findings/store'
import type { AssetId, AssetUpdate } from '#exposure/inventory'
import { type DiscoverySummary, discoverSurface } from '#flows/discover'
import { changeAsset, importInventory, type RecordedAsset, type RecordedInventory } from '#flows/exposure'
import { keepCurrent } from '#flows/keep-current'
import { lookUpName, nameExists } from '#flows/look-up-name'
import { previewImport } from '#flows/preview-import'
import { probeSafeguards } from '#flows/probe-safeguards'
import { checkProof } from '#flows/prove-scope'
import { isOutdated, reassess } from '#flows/reassess'
import { recordStandings } from '#flows/record-surface'
import { type RanEvaluation, runEvaluation } from '#flows/run-evaluation'
import { type LoadedSample, loadSample } from '#flows/sample-organisation'
import { type WatchedSafeguards, watchSafeguards } from '#flows/watch-safeguards'
import { discoveryEngine } from './discovery-engine.ts'
import { feedSource } from './feed-source.ts'
import { previewWords } from './import-words.ts'
import { importedAsset } from './imported-asset.ts'
import { outFlows } from './out-flows.ts'
import { probeTerms, proofTerms } from './probe-terms.ts'
import type { Runtime } from './runtime.ts'
import type { ServerFlows, WorkSummary } from './server/index.ts'

/** What the server asks of the flows, answered by the open installation. */
export function serverFlows(runtime: Runtime): ServerFlows {
  return {
    async importFile(work, progress) {
      const imported = await importInventory(runtime, work, progress)
      if (!imported.ok) return imported
      const { recorded, imported: read } = imported.value
      const { name, judgement } = await importedAsset(runtime, work.workspaceId, recorded.assetId)
      const summary = importSummary(imported.value, name, judgement)
      return ok({ summary, assetId: recorded.assetId, importId: recorded.importId, outcome: read.outcome })
    },
    async discover(work, progress, stop) {
      const context = { ...runtime, ...(await probeTerms(runtime)), engine: discoveryEngine(runtime.database) }
      const done = await discoverSurface(context, work, progress, stop)
      return done.ok ? ok({ summary: surfaceWords(done.value) }) : done
    },
    followStandings: (workspaceId) => recordStandings(runtime, workspaceId),
    checkProof: async (workspaceId, id) => checkProof(await proofTerms(runtime), workspaceId, id),
    lookUp: async (workspaceId, name) => lookUpName(await proofTerms(runtime), workspaceId, name),
    nameExists: async (workspaceId, name) => nameExists(await proofTerms(runtime), workspaceId, name),
    async previewImport({ previewId, ...work }, progress) {
      const previewed = await previewImport(runtime, work, progress)
      if (!previewed.ok) {
        await failPreview(runtime.database, work.workspaceId, previewId, previewed.error)
        return previewed
      }
      const { result, changes } = previewed.value
      await keepPreview(runtime.database, work.workspaceId, previewId, result, changes)
      return ok({ summary: `${result.assetName}: ${previewWords(result.counts)}`, previewId })
    },
    async loadSample(work, progress) {
      const loaded = await loadSample(runtime, work, progress)
      return loaded.ok ? ok({ summary: sampleSummary(loaded.value) }) : loaded
    },
    async refreshFeeds({ feeds = [] }, progress, signal) {
      const kept = await keepCurrent(runtime, { ...feedSource(runtime.config, feeds, signal), signal }, progress)
      return kept.ok ? ok(refreshSummary(kept.value)) : kept
    },
    ...outFlows({ ...runtime, ...runtime.config }),
    async watch({ workspaceId }, stop) {
      const watched = await watchSafeguards(
        { ...runtime, privateHosts: runtime.config.privateHosts },
        workspaceId,
        stop,
      )
      return ok(watchSummary(watched))
    },
    async evaluate(work, progress, stop) {
      const context = { ...runtime, privateHosts: runtime.config.privateHosts }
      const ran = await runEvaluation(context, work, progress, stop)
      return ran.ok ? ok({ summary: ranWords(ran.value) }) : ran
    },
    async probe({ workspaceId, controlId }) {
      const context = { ...runtime, privateHosts: runtime.config.privateHosts }
      const [probed] = await probeSafeguards(context, workspaceId, { only: [controlId] })
      const { verdict, note } = probed ?? { verdict: 'unknown' as const, note: 'the register names no probe of it' }
      return { control: controlId, verdict, note }
    },
    isOutdated: () => isOutdated(runtime),
    async reassess(progress) {
      const { touched, assets, opened, resolved } = await reassess(runtime, progress)
      const summary = `${touched} of ${counted(assets, 'asset')} assessed, ${counted(opened, 'finding')} opened, ${resolved} resolved`
      return ok({ summary })
    },
    async updateAsset({ workspaceId, assetId, change, actor, expected, alongside }): Promise<Result<void>> {
      const update = assetUpdate(change, actor, runtime.clock())
      const terms = { by: actor, expected, alongside }
      const updated = await changeAsset(runtime, workspaceId, assetId as AssetId, update, terms)
      return updated.ok ? ok(undefined) : updated
    },
  }
}

function ranWords({ order: { name, state, why }, taken }: RanEvaluation): string {
  const held = state === 'done' ? '' : `; ${state === 'stopped' ? 'stopped' : 'held up'}: ${why ?? 'nobody knows why'}`
  if (!taken) return `${name}: nothing was recorded${held}`
  const again = taken.reopened.length > 0 ? `; ${counted(taken.reopened.length, 'case')} open again` : ''
  return `${name}: ${taken.failed} of ${taken.cases} cases failed, ${taken.undecided} without a verdict${again}${held}`
}

function watchSummary({ traces, evidence, probed, opened, resolved }: WatchedSafeguards): WorkSummary {
  const words = [
    `${traces.toLocaleString('en')} traces counted`,
    `${probed.length} ${probed.length === 1 ? 'probe' : 'probes'} sent`,
    `${evidence + probed.length} pieces of evidence`,
    `${counted(opened, 'finding')} opened, ${resolved} resolved`,
  ]
  return { summary: words.join('; '), changes: opened + resolved > 0 ? ['findings', 'assets'] : [] }
}

function importSummary(done: RecordedInventory, name: string, judgement: string) {
  const { imported, recorded, findings, setAsideFor, others } = done
  const assets = [{ recorded, findings }, ...others]
  const whose = others.length > 0 ? `${name} and ${others.length} more` : name
  if (assets.every((asset) => asset.recorded.status === 'unchanged'))
    return `${whose} is unchanged: the same file was imported before`
  const sum = (count: (asset: RecordedAsset) => number) => assets.reduce((total, asset) => total + count(asset), 0)
  const components = sum((asset) => asset.recorded.components)
  const named = others.length > 0 ? components : imported.inventory.components.length
  const opened = sum((asset) => asset.findings.opened + asset.findings.reopened)
  // What it came to stands first: a narrow place shows no more.
  const resolved = sum((asset) => asset.findings.resolved).toLocaleString('en')
  const words = `${whose}: ${counted(opened, 'finding')} opened, ${resolved} resolved; ${componentWords(components, named)}`
  if (others.length > 0) return words
  return setAsideFor ? `${whose}: ${setAsideWords(setAsideFor)}` : `${words}; ${judgement}`
}

function surfaceWords({ state, counts, sent, problem: why, changes, opened, resolved }: DiscoverySummary): string {
  const how = { complete: '', running: '', partial: 'in part: ', stopped: 'stopped: ', failed: 'failed: ' }[state]
  return `${how}${seenWords(counts) || 'nothing was seen'}; ${counted(changes, 'change')}, ${counted(opened, 'finding')} opened, ${resolved} resolved; sent: ${sentWords(sent) || 'nothing'}${why === undefined ? '' : `; ${why}`}`
}

function refreshSummary({
  feeds,
  reassessed,
}: {
  feeds: { outcome: { status: string } }[]
  reassessed: { touched: number; opened: number; resolved: number }
}): WorkSummary {
  const failed = feeds.filter((feed) => feed.outcome.status === 'failed').length
  const words = [
    `${feeds.length - failed} of ${feeds.length} feeds read`,
    `${reassessed.touched} assets assessed`,
    `${counted(reassessed.opened, 'finding')} opened`,
    `${reassessed.resolved} resolved`,
  ]
  return { summary: words.join(', ') }
}

/** A person's word on exposure is `stated`, with who and when; taking it back makes it unknown again. */
function assetUpdate({ exposure, ...rest }: AssetChange, actor: string, at: string): AssetUpdate {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as AssetUpdate
  if (exposure === undefined) return given
  if (exposure === 'unknown') return { ...given, exposure: { value: 'unknown', basis: 'assumed' } }
  return { ...given, exposure: { value: exposure, basis: 'stated', by: actor, at } }
}

function sampleSummary({ assets, findings, systems }: LoadedSample): string {
  const assistant = systems === 0 ? '' : ', and an AI assistant behind four layers'
  return `${assets} assets of the sample organisation, ${findings} findings${assistant}`
}
