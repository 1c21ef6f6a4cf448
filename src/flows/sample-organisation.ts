import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ok, type Result } from '#core/kernel'
import type { Exposure } from '#core/vocabulary'
import type { FlowContext, Report } from './context.ts'
import { importInventory } from './exposure.ts'
import { loadAssistant } from './sample-assistant.ts'

const folder = join(import.meta.dirname, 'sample')

/** What the sample organisation's owner says of reachability; `unknown` shows how an assumption looks. */
const exposures: Readonly<Record<string, Exposure>> = {
  'webshop.cdx.json': 'internet',
  'edge-gateway.cdx.json': 'internet',
  'customer-portal.cdx.json': 'unknown',
  'reporting.cdx.json': 'internal',
}

/** Who says what is said of the sample's assets: not the person who loads it. */
const SAMPLE = 'the sample organisation'

export interface LoadedSample {
  assets: number
  findings: number
  /** AI systems with their layers; 0 where the workspace keeps controls of its own. */
  systems: number
}

/** Records the sample organisation: real packages of a made-up company, judged by whatever knowledge is loaded, and its AI assistant. */
export async function loadSample(
  context: FlowContext,
  work: { workspaceId: string; actor: string },
  report: Report,
): Promise<Result<LoadedSample>> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.cdx.json'))
    .sort()
  const loaded: LoadedSample = { assets: 0, findings: 0, systems: 0 }
  for (const [done, fileName] of files.entries()) {
    report(`importing ${fileName}`, done, files.length, 'files')
    const exposure = exposures[fileName] ?? 'unknown'
    const imported = await importInventory(
      context,
      { ...work, actor: SAMPLE, path: join(folder, fileName), fileName, exposure },
      () => {},
    )
    if (!imported.ok) return imported
    const { opened, unchanged, changed } = imported.value.findings
    loaded.assets++
    loaded.findings += opened + unchanged + changed
  }
  report('measuring the assistant', files.length, files.length, 'files')
  const assistant = await loadAssistant(context, { workspaceId: work.workspaceId, folder, by: SAMPLE })
  return assistant.ok ? ok({ ...loaded, ...assistant.value }) : assistant
}
