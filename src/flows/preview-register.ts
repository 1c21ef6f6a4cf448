import { readControls } from '#assurance/controls/store'
import { type RuleKind, readRules } from '#assurance/monitoring/store'
import { readAssumptions } from '#assurance/reviews/store'
import { readScenarios } from '#assurance/threats/store'
import { canonicalJson, err, ok, problem, type Result } from '#core/kernel'
import { readAiSystems } from '#exposure/inventory/store'
import { readAiRegister } from '#intake/registers'
import { attempt, type Database } from '#platform/database'
import type { FlowContext } from './context.ts'
import { shortWords, spacedName } from './short-words.ts'
import { type RegisterList, recordRegister, registerLists, type TakenRegister } from './take-register.ts'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** One thing that a register would make, say otherwise, or take away. */
export interface RegisterChange {
  what: 'comes' | 'changes' | 'goes'
  list: RegisterList
  id: string
  name: string
  /** What would be said otherwise, in short; of lists only what differs. */
  fields: { field: string; from: string; to: string }[]
}

/** What taking a register in would do. */
export interface RegisterPreview {
  changes: RegisterChange[]
  /** What is registered and the file does not name: it stays as it is. */
  stays: Pick<RegisterChange, 'list' | 'id' | 'name'>[]
  /** What people said by hand of its systems, and the file says otherwise: that would be left. */
  kept: TakenRegister['kept']
  holds: Readonly<Record<RegisterList, number>>
}

/**
 * What a register would come to: it is taken in and undone, so that what is shown is what would happen. Problems: those of
 * `takeRegister`.
 */
export async function previewRegister(
  { database, clock }: Pick<FlowContext, 'database' | 'clock'>,
  { workspaceId, text }: { workspaceId: string; text: string },
): Promise<Result<RegisterPreview>> {
  const read = readAiRegister(text)
  if (!read.ok) return read
  let preview: RegisterPreview | undefined
  const undone = await attempt({ inTransaction: (act) => database.inWorkspace(workspaceId, act) }, async (work) => {
    const before = await registered(work)
    const { holds, kept: left } = await recordRegister(work, workspaceId, read.value, clock())
    const after = await registered(work)
    const named = new Set(registerLists.flatMap((list) => read.value[list].map(({ id }) => keyOf({ list, id }))))
    const kept = [...after.values()].filter((thing) => !named.has(keyOf(thing)))
    const stays = kept.map(({ list, id, name }) => ({ list, id, name }))
    preview = { changes: changesBetween(before, after), stays, kept: left, holds }
    return err(problem('bad-request', 'only looked at'))
  })
  return preview ? ok(preview) : (undone as Result<never>)
}

/** Something that registers say, as it is kept. */
interface Thing extends Pick<RegisterChange, 'list' | 'id' | 'name'> {
  said: Readonly<Record<string, unknown>>
}

function keyOf({ list, id }: Pick<Thing, 'list' | 'id'>): string {
  return `${list} ${id}`
}

async function registered(work: InTransaction): Promise<Map<string, Thing>> {
  const rules = async (kind: RuleKind) =>
    new Map((await readRules<object>(work, kind)).map(({ id, ...rule }) => [id, rule] as const))
  const [systems, controls, probes] = [await rules('system'), await rules('control'), await rules('probe')]
  const things: Thing[] = [
    ...(await readAiSystems(work)).map(({ slug: id, assetId: _, revision: __, said: ___, retired: ____, ...said }) => ({
      ...{ list: 'systems' as const, id, name: said.name, said: { ...said, traces: systems.get(id) } },
    })),
    ...(await readControls(work)).map(({ id, cleared: _, ...said }) => ({
      ...{ list: 'controls' as const, id, name: said.name },
      said: { ...said, traces: controls.get(id), probe: probes.get(id) },
    })),
    ...(await readScenarios(work)).map(({ id, revision: _, ...said }) => ({
      ...{ list: 'scenarios' as const, id, name: said.title, said: { ...said } },
    })),
    ...(await readAssumptions(work)).map(({ id, ...said }) => ({
      ...{ list: 'assumptions' as const, id, name: said.title, said: { ...said } },
    })),
    ...[...(await rules('gateway'))].map(([id, said]) => ({
      list: 'gateways' as const,
      id,
      name: id,
      said: { ...said },
    })),
    ...[...(await rules('monitor'))].map(([id, said]) => ({
      list: 'monitors' as const,
      id,
      name: id,
      said: { ...said },
    })),
  ]
  return new Map(things.map((thing) => [keyOf(thing), thing]))
}

function changesBetween(before: ReadonlyMap<string, Thing>, after: ReadonlyMap<string, Thing>): RegisterChange[] {
  const came = [...after].flatMap(([key, { said, ...thing }]): RegisterChange[] => {
    const old = before.get(key)
    if (!old) return [{ what: 'comes', ...thing, fields: [] }]
    const fields = fieldsBetween(old.said, said)
    return fields.length > 0 ? [{ what: 'changes', ...thing, fields }] : []
  })
  const gone = [...before].flatMap(([key, { said: _, ...thing }]): RegisterChange[] =>
    after.has(key) ? [] : [{ what: 'goes', ...thing, fields: [] }],
  )
  return [...came, ...gone]
}

function fieldsBetween(old: Thing['said'], now: Thing['said']): RegisterChange['fields'] {
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((field) => {
    const [from, to] = [old[field], now[field]]
    if (canonicalJson(from ?? null) === canonicalJson(to ?? null)) return []
    return [{ field: spacedName(field), from: shortWords(without(from, to)), to: shortWords(without(to, from)) }]
  })
}

/** Of a list or an object only what the other does not have; all of a list where only the order differs. */
function without(one: unknown, other: unknown): unknown {
  if (isObject(one) && isObject(other))
    return Object.fromEntries(
      Object.entries(one).filter(
        ([name, value]) => canonicalJson(value ?? null) !== canonicalJson(other[name] ?? null),
      ),
    )
  if (!Array.isArray(one) || !Array.isArray(other)) return one
  const known = new Set(other.map((item) => canonicalJson(item)))
  const rest = one.filter((item) => !known.has(canonicalJson(item)))
  return rest.length === 0 && one.length === other.length ? one : rest
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
