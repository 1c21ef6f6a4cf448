import { createHash } from 'node:crypto'
import { cycloneDxXml, mlBomOf } from '#action/reports'
import { canonicalJson, err, type Outcome, ok, problem, type Result } from '#core/kernel'
import type { AiPart, AiRole, AiSystem, Autonomy } from '#core/vocabulary'
import { readAiSystems, recordAiSystems } from '#exposure/inventory/store'
import { type MlBom, readMlBom } from '#intake/registers'
import type { Database } from '#platform/database'
import type { FlowContext } from './context.ts'
import { type DifferingWord, differingWord } from './differing-word.ts'

type BomContext = Pick<FlowContext, 'database' | 'clock'>
type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** An AI system as a CycloneDX 1.7 ML-BOM. Problem: `no-such-system`. */
export async function exportMlBom(
  { database, clock }: BomContext,
  workspaceId: string,
  { slug, toolVersion }: { slug: string; toolVersion: string },
): Promise<Result<Record<string, unknown>>> {
  const systems = await database.inWorkspace(workspaceId, readAiSystems)
  const found = systems.find((one) => one.slug === slug)
  if (!found) return err(problem('no-such-system', `the register knows no AI system "${slug}"`))
  const { assetId: _, revision: __, said: ___, retired: ____, ...system } = found
  return ok(mlBomOf(system, { at: clock(), toolVersion, serialNumber: serialOf(workspaceId, system) }))
}

/** The forms in which a document is written. */
export type BomForm = 'json' | 'xml'

/** A document as text, in one of its forms. */
export function bomText(bom: Record<string, unknown>, form: BomForm): string {
  return form === 'xml' ? cycloneDxXml(bom) : `${JSON.stringify(bom, undefined, 2)}\n`
}

/** The same system in the same workspace has the same serial number: a UUID (RFC 9562, version 8) of its digest. */
function serialOf(workspaceId: string, system: AiSystem): string {
  const hex = createHash('sha256')
    .update(`${workspaceId}\n${canonicalJson(system)}`)
    .digest('hex')
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) % 4]
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** A document as somebody brings it in, with what it may not say itself. */
export interface GivenBom {
  workspaceId: string
  text: string
  /** File name, for a system that the document does not name. */
  name: string
  /** The system that it is about, by its id; else by what the document says. */
  system?: string | undefined
  role?: AiRole | undefined
  autonomy?: Autonomy | undefined
}

export interface TakenBom {
  system: string
  name: string
  parts: number
  /** The same was recorded before. */
  unchanged: boolean
  /** What people said of it by hand, and the document says otherwise: that was left. */
  kept: string[]
  /** Both values of each. */
  differs: DifferingWord[]
  outcome: Outcome
}

/**
 * ML-BOM → AI system. One of ours says all there is of it; another one's parts join those that are known, by kind and name.
 * Of a system that is new and of which it does not say so, the most cautious is assumed: it acts by itself. Problems: those
 * of reading, and `no-parts`.
 */
export async function takeMlBom(
  { database, clock }: BomContext,
  given: GivenBom,
  alongside: (work: InTransaction, taken: TakenBom) => Promise<void>,
): Promise<Result<TakenBom>> {
  const read = readMlBom(given.text)
  if (!read.ok) return read
  const bom = read.value
  if (bom.parts.length === 0 && bom.slug === undefined)
    return err(problem('no-parts', `${given.name} names no model, no data and no other part of an AI system`))
  const slug = given.system ?? bom.slug ?? slugOf(bom.name ?? bom.parts[0]?.name ?? given.name)
  return database.inWorkspace(given.workspaceId, async (work) => {
    const known = (await readAiSystems(work)).find((one) => one.slug === slug)
    const system = systemOf(slug, bom, known, given)
    const { changed, kept } = await recordAiSystems(work, given.workspaceId, [system], clock())
    const words = kept.flatMap((one) => one.words)
    const taken = {
      ...{ system: slug, name: system.name, parts: system.parts.length },
      ...{
        unchanged: changed.length === 0,
        kept: [...new Set(words.map(({ what }) => what))],
        differs: words.map(differingWord),
        outcome: bom.outcome,
      },
    }
    if (!taken.unchanged) await alongside(work, taken)
    return ok(taken)
  })
}

function systemOf(
  slug: string,
  { name, said, parts, ...bom }: MlBom,
  known: AiSystem | undefined,
  given: GivenBom,
): AiSystem {
  const isWhole = bom.slug !== undefined
  return {
    slug,
    name: (isWhole ? name : (known?.name ?? name)) ?? slug,
    owner: said.owner !== undefined ? said.owner : (known?.owner ?? null),
    purpose: (isWhole ? said.purpose : (known?.purpose ?? said.purpose)) ?? 'not stated',
    role: given.role ?? said.role ?? known?.role ?? 'deployer',
    autonomy: given.autonomy ?? said.autonomy ?? known?.autonomy ?? 'autonomous',
    oversight: said.oversight !== undefined ? said.oversight : (known?.oversight ?? null),
    dataClasses: said.dataClasses ?? known?.dataClasses ?? [],
    accessLevel: said.accessLevel !== undefined ? said.accessLevel : (known?.accessLevel ?? null),
    parts: isWhole ? parts : joined(known?.parts ?? [], parts),
  }
}

/** What a document says of a part that is known replaces what it says itself; where the part runs stays. */
function joined(known: readonly AiPart[], told: readonly AiPart[]): AiPart[] {
  const keyOf = ({ kind, name }: AiPart) => `${kind} ${name}`
  const parts = new Map(known.map((part) => [keyOf(part), part]))
  for (const part of told) {
    const before = parts.get(keyOf(part))
    parts.set(keyOf(part), before ? { ...before, ...stated(part) } : part)
  }
  return [...parts.values()]
}

function stated(part: AiPart): Partial<AiPart> {
  return Object.fromEntries(
    Object.entries(part).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
  )
}

function slugOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/\.(?:cdx\.)?(?:json|xml)$/, '')
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
  return plain.slice(0, 80) || 'ai-system'
}
