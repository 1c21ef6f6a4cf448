import { readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { AiDiscoveryRow } from '#contract/ai-discovery'
import { keptWordsOf } from '#contract/ai-system-words'
import { droppedWords } from '#contract/dropped-words'
import { commandLine, err, ok, problem, type Result } from '#core/kernel'
import type { AiPartKind, AiRole, Autonomy } from '#core/vocabulary'
import { type AiDecision, discoverAi, ruleOnAi } from '#flows/ai-discovery'
import { type BomForm, bomText, exportMlBom, takeMlBom } from '#flows/ml-bom'
import { recordSafeguards } from '#flows/record-safeguards'
import { recordAudit } from '#platform/audit'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { discoveryRowOf } from '../../ai-discovery-rows.ts'
import { exitCodes } from '../exit-codes.ts'
import { withNewRuntime, withRuntime } from '../open.ts'
import { columns, finish, print, say } from '../say.ts'
import { version } from '../version.ts'

const actor = 'command line'
const workspaceId = DEFAULT_WORKSPACE

interface Flags {
  dataDir?: string
  json?: boolean
}

interface DiscoverFlags extends Flags {
  all?: boolean
}

/** `lunette ai discover`: AI in what is imported that nobody said anything of yet. */
export async function discover(flags: DiscoverFlags): Promise<number> {
  const done = await withRuntime(flags, async (runtime) => {
    const found = (await discoverAi(runtime, workspaceId)).map(discoveryRowOf)
    return ok(flags.all ? found : found.filter(({ ruling, registeredAs }) => ruling === null && registeredAs === null))
  })
  return finish(done, (found) => {
    const head = ['id', 'use', 'product', 'version', 'asset', 'seen', 'said']
    const rows = found.map((one) => [
      ...[one.id, one.use, one.product, versionsOf(one), one.asset, seenWords(one), ruledWords(one)],
    ])
    print(found, rows.length === 0 ? nothingFound(flags) : columns(head, rows), flags.json)
  })
}

function nothingFound({ all }: DiscoverFlags): string {
  return all
    ? 'nothing that is imported is known to be AI'
    : 'nothing waits: all AI that was found is in the register, or somebody said what it is (--all shows it)'
}

function versionsOf({ witnesses }: AiDiscoveryRow): string {
  const versions = [...new Set(witnesses.flatMap((one) => one.version ?? []))]
  return versions.length === 0 ? 'unknown' : versions.slice(0, 3).join(', ')
}

function seenWords({ basis, witnesses: [first], seen }: AiDiscoveryRow): string {
  const where = [first?.location, first?.shownBy].filter(Boolean).join(', ')
  const how = basis === 'assumed' ? 'by its port only' : basis === 'observed' ? 'it answered' : 'named'
  return [how, where, seen > 1 && `${seen} times`].filter(Boolean).join('; ')
}

function ruledWords({ ruling, registeredAs }: AiDiscoveryRow): string {
  if (ruling === null)
    return registeredAs === null
      ? '–'
      : `the register’s ${registeredAs.part} ${registeredAs.name} of ${registeredAs.system}`
  return ruling.decision === 'rejected' ? `rejected by ${ruling.by}` : `${ruling.part} of ${ruling.system}`
}

interface RuleFlags extends Flags {
  system?: string
  part?: AiPartKind
  because?: string
}

/** `lunette ai accept`: what was found is a part of a registered system. */
export async function accept(id: string, { system = '', part, because: note, ...flags }: RuleFlags): Promise<number> {
  return rule(id, { decision: 'accepted', system, part, note }, flags)
}

/** `lunette ai reject`: what was found is no AI of ours; it is not proposed again. */
export async function reject(id: string, { because: note, ...flags }: RuleFlags): Promise<number> {
  return rule(id, { decision: 'rejected', note }, flags)
}

/** `lunette ai reopen`: takes back what was said of it. */
export async function reopen(id: string, flags: Flags): Promise<number> {
  return rule(id, null, flags)
}

async function rule(id: string, decision: AiDecision, flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async (runtime) => {
    const ruled = await ruleOnAi(runtime, { workspaceId, by: actor }, id, decision, (work, found) =>
      recordAudit(work, {
        ...{ chain: workspaceId, at: runtime.clock(), actor, action: 'ai-discovery.rule', target: found.id },
        detail: { ...(decision ?? { decision: 'open' }), product: found.product, asset: found.asset },
      }),
    )
    if (ruled.ok) await recordSafeguards(runtime, workspaceId)
    return ruled
  })
  if (!done.ok && ['not-found', 'no-such-system'].includes(done.error.code)) return refuse(done.error.message)
  return finish(done, (found) => {
    const row = discoveryRowOf(found)
    print(row, `${row.product} on ${row.asset}: ${row.ruling ? ruledWords(row) : 'open again'}`, flags.json)
  })
}

/** `lunette ai export`: an AI system as a CycloneDX 1.7 ML-BOM. */
export async function exportBom(
  slug: string,
  file: string | undefined,
  { format, ...flags }: Flags & { format?: BomForm },
): Promise<number> {
  const form = format ?? (file?.endsWith('.xml') ? 'xml' : 'json')
  const done = await withRuntime(flags, (runtime) => exportMlBom(runtime, workspaceId, { slug, toolVersion: version }))
  if (!done.ok && done.error.code === 'no-such-system')
    return refuse(`${done.error.message}: ${commandLine('ai list')}`)
  if (!done.ok || file === undefined) return finish(done, (bom) => print(bom, bomText(bom, form).trimEnd(), flags.json))
  const written = await wrote(file, bomText(done.value, form))
  if (!written.ok) return refuse(written.error.message)
  return finish(written, () => print({ file }, `${file}: written`, flags.json))
}

async function wrote(file: string, text: string): Promise<Result<void>> {
  try {
    await writeFile(file, text)
    return ok(undefined)
  } catch (cause) {
    return err(problem('unwritable', `${file} cannot be written: ${(cause as Error).message}`, cause))
  }
}

interface BomFlags extends Flags {
  system?: string
  role?: AiRole
  autonomy?: Autonomy
}

/** `lunette ai bom`: a CycloneDX document becomes an AI system, or parts of one. */
export async function importBom(path: string, { system, role, autonomy, ...flags }: BomFlags): Promise<number> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    return refuse(`${path} cannot be read: ${(cause as Error).message}`)
  }
  const given = { workspaceId, text, name: basename(path), system, role, autonomy }
  const done = await withNewRuntime(flags, async (runtime) => {
    const taken = await takeMlBom(runtime, given, (work, { outcome: _, system: target, ...detail }) =>
      recordAudit(work, {
        ...{ chain: workspaceId, at: runtime.clock(), actor, action: 'ai-bom.take', target, detail },
      }),
    )
    if (taken.ok && !taken.value.unchanged) await recordSafeguards(runtime, workspaceId)
    return taken
  })
  if (!done.ok && ['too-large', 'not-a-bom', 'no-parts'].includes(done.error.code))
    return refuse(`${path}: ${done.error.message}`)
  return finish(done, ({ outcome, ...taken }) => {
    const lines = [
      `${path}: ${taken.name} (${taken.system}), ${taken.parts} parts; ${taken.unchanged ? 'nothing is new' : 'recorded'}`,
      ...(taken.kept.length > 0 ? [`  stays as it was said by hand: ${keptWordsOf(taken.differs)}`] : []),
      ...outcome.dropped.map((one) => `  ${droppedWords(one)}`),
    ]
    print({ ...taken, dropped: outcome.dropped }, lines.join('\n'), flags.json)
  })
}

function refuse(message: string): number {
  say(message)
  return exitCodes.usage
}
