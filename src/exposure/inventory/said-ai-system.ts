import { canonicalJson } from '#core/kernel'
import type { AiPart, AiSystem } from '#core/vocabulary'

/** Fields of an AI system that count one by one; of its parts each does. */
const aiSystemFields = [
  ...(['name', 'owner', 'purpose', 'role', 'autonomy', 'oversight', 'dataClasses', 'accessLevel'] as const),
] as const
type Field = (typeof aiSystemFields)[number]

/** Who said something by hand, and when. `gone`: that a part is none of it. */
export interface SaidByHand {
  by: string
  at: string
  gone?: true
}
/** What people said of an AI system by hand, by a field's name, or by `part` with its kind and name. */
export type SaidOfSystem = Readonly<Record<string, SaidByHand>>

/** What a person says anew of an AI system; what is left out stays. */
export type SystemChange = Partial<Omit<AiSystem, 'slug' | 'parts'>> & {
  parts?: readonly Omit<AiPart, 'bom'>[] | undefined
}

/** A part is known by its kind and name: its version may change. */
export function keyOfPart({ kind, name }: Pick<AiPart, 'kind' | 'name'>): string {
  return `part ${kind} ${name}`
}

/** What a file says of a system, where people said nothing else: `kept` names what they did say, and the file does not. */
export function joinSaid(
  file: AiSystem,
  known: { system: AiSystem; said: SaidOfSystem } | undefined,
): { system: AiSystem; kept: string[] } {
  if (!known) return { system: file, kept: [] }
  const { said } = known
  const fields = aiSystemFields.filter((field) => said[field] && !isSame(file[field], known.system[field]))
  const parts = joinParts(file.parts, known.system.parts, said)
  return {
    system: {
      ...file,
      ...Object.fromEntries(fields.map((field) => [field, known.system[field]])),
      parts: parts.joined,
    },
    kept: [...fields, ...parts.kept],
  }
}

function joinParts(file: readonly AiPart[], known: readonly AiPart[], said: SaidOfSystem) {
  const held = Map.groupBy(known, keyOfPart)
  const told = Map.groupBy(file, keyOfPart)
  const ours = (key: string) => (said[key]?.gone ? [] : (held.get(key) ?? []))
  const joined = [...told].flatMap(([key, parts]) => (said[key] ? ours(key) : parts))
  const besides = [...held].flatMap(([key, parts]) => (said[key] && !told.has(key) ? parts : []))
  const kept = [...told].filter(([key, parts]) => said[key] && !isSame(parts.map(plain), ours(key).map(plain)))
  return { joined: [...joined, ...besides], kept: kept.map(([key]) => key) }
}

/** What a person says of a system, with what is now said by hand: only what is other than it was. */
export function sayOfSystem(
  known: { system: AiSystem; said: SaidOfSystem },
  change: SystemChange,
  who: SaidByHand,
): { system: AiSystem; said: SaidOfSystem; changed: string[] } {
  const { system, said } = known
  const fields = aiSystemFields.filter((field) => field in change && !isSame(change[field], system[field]))
  const given = Object.fromEntries(fields.map((field) => [field, change[field]])) as Partial<Pick<AiSystem, Field>>
  const parts = change.parts ? sayParts(system.parts, change.parts, who) : { parts: system.parts, said: {} }
  const marks = { ...Object.fromEntries(fields.map((field) => [field, who])), ...parts.said }
  return {
    system: { ...system, ...given, parts: parts.parts },
    said: { ...said, ...marks },
    changed: Object.keys(marks),
  }
}

function sayParts(known: readonly AiPart[], wanted: readonly Omit<AiPart, 'bom'>[], who: SaidByHand) {
  const held = Map.groupBy(known, keyOfPart)
  const now = Map.groupBy(wanted, keyOfPart)
  const said: Record<string, SaidByHand> = {}
  for (const [key, parts] of now) if (!isSame(parts.map(plain), (held.get(key) ?? []).map(plain))) said[key] = who
  for (const key of held.keys()) if (!now.has(key)) said[key] = { ...who, gone: true }
  const parts = [...now].flatMap(([key, list]) =>
    list.map((part, place) => ({ ...plain(part), bom: held.get(key)?.[place]?.bom ?? null })),
  )
  return { parts, said }
}

/** A part without what a document said of it besides, always in the same order. */
function plain({ kind, name, version, vendor, purl, accessLevel, assets, endpoint, behind }: Omit<AiPart, 'bom'>) {
  return { kind, name, version, vendor, purl, accessLevel, assets, endpoint, behind }
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null)
}
