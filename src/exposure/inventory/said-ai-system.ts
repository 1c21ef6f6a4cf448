import { canonicalJson } from '#core/kernel'
import type { AiPart, AiSystem } from '#core/vocabulary'

/** Fields of an AI system that count one by one; of its parts each does. */
const aiSystemFields = [
  ...(['name', 'owner', 'purpose', 'role', 'autonomy', 'oversight', 'dataClasses', 'accessLevel'] as const),
] as const
type Field = (typeof aiSystemFields)[number]

/** What may be left open of a part. */
const partFields = ['version', 'vendor', 'purl', 'accessLevel', 'assets', 'endpoint', 'behind'] as const
type PartField = (typeof partFields)[number]

/** Who said something by hand, and when. `gone`: that a part is none of it. */
export interface SaidByHand {
  by: string
  at: string
  gone?: true
  /** What was left open of a part: files go on saying it. */
  open?: PartField[]
}
/** What people said of an AI system by hand, by a field's name, or by `part` with its kind and name. */
export type SaidOfSystem = Readonly<Record<string, SaidByHand>>

/** What a person says anew of an AI system; what is left out stays. */
export type SystemChange = Partial<Omit<AiSystem, 'slug' | 'parts'>> & {
  parts?: readonly Omit<AiPart, 'bom'>[] | undefined
}

/** What a person said, and a file says otherwise: of a part only the fields that differ. */
export interface KeptWord {
  what: string
  said: unknown
  file: unknown
}

/** A part is known by its kind and name: its version may change. */
export function keyOfPart({ kind, name }: Pick<AiPart, 'kind' | 'name'>): string {
  return `part ${kind} ${name}`
}

/** What a file says of a system, where people said nothing else: `kept` names what they did say, and the file says otherwise. */
export function joinSaid(
  file: AiSystem,
  known: { system: AiSystem; said: SaidOfSystem } | undefined,
): { system: AiSystem; kept: KeptWord[] } {
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
    kept: [
      ...fields
        .filter((field) => !isEmpty(file[field]))
        .map((what) => ({ what, said: known.system[what], file: file[what] })),
      ...parts.kept,
    ],
  }
}

function joinParts(file: readonly AiPart[], known: readonly AiPart[], said: SaidOfSystem) {
  const held = Map.groupBy(known, keyOfPart)
  const told = Map.groupBy(file, keyOfPart)
  const ours = (key: string, parts: readonly AiPart[]) =>
    said[key]?.gone ? [] : (held.get(key) ?? []).map((part, place) => filled(part, parts[place], said[key]?.open))
  const joined = [...told].flatMap(([key, parts]) => (said[key] ? ours(key, parts) : parts))
  const besides = [...held].flatMap(([key, parts]) => (said[key] && !told.has(key) ? parts : []))
  const kept = [...told].flatMap(([key, parts]) => (said[key] ? keptOf(key, parts, ours(key, parts)) : []))
  return { joined: [...joined, ...besides], kept }
}

/** A part as a person said it, with what the file says of what they left open. */
function filled(part: AiPart, file: AiPart | undefined, open: readonly PartField[] | undefined): AiPart {
  if (!file) return part
  // Where it was not noted yet what was left open, that is what is open now.
  const fields = open ?? partFields.filter((field) => isEmpty(part[field]))
  return { ...part, ...Object.fromEntries(fields.map((field) => [field, file[field]])) }
}

/** What a file says otherwise of the parts of one name. */
function keptOf(what: string, file: readonly AiPart[], ours: readonly AiPart[]): KeptWord[] {
  if (file.length !== ours.length) return [{ what, said: ours.map(named), file: file.map(named) }]
  return file.flatMap((part, place) => {
    const differs = partFields.filter((field) => !isEmpty(part[field]) && !isSame(part[field], ours[place]![field]))
    const of = (one: AiPart) => Object.fromEntries(differs.map((field) => [field, one[field]]))
    return differs.length > 0 ? [{ what, said: of(ours[place]!), file: of(part) }] : []
  })
}

function named({ name, version }: AiPart): string {
  return version === null ? name : `${name} ${version}`
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
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
  const parts = change.parts
    ? sayParts(system.parts, change.parts, { before: said, who })
    : { parts: system.parts, said: {} }
  const marks = { ...Object.fromEntries(fields.map((field) => [field, who])), ...parts.said }
  return {
    system: { ...system, ...given, parts: parts.parts },
    said: { ...said, ...marks },
    changed: Object.keys(marks),
  }
}

function sayParts(
  known: readonly AiPart[],
  wanted: readonly Omit<AiPart, 'bom'>[],
  { before, who }: { before: SaidOfSystem; who: SaidByHand },
) {
  const held = Map.groupBy(known, keyOfPart)
  const now = Map.groupBy(wanted, keyOfPart)
  const said: Record<string, SaidByHand> = {}
  for (const [key, parts] of now)
    if (!isSame(parts.map(plain), (held.get(key) ?? []).map(plain)))
      said[key] = { ...who, open: openOf(parts, held.get(key) ?? [], before[key]?.open ?? []) }
  for (const key of held.keys()) if (!now.has(key)) said[key] = { ...who, gone: true }
  const parts = [...now].flatMap(([key, list]) =>
    list.map((part, place) => ({ ...plain(part), bom: held.get(key)?.[place]?.bom ?? null })),
  )
  return { parts, said }
}

/** What a person leaves open of parts of one name: what is empty in all of them, and what was open before and is as it was. */
function openOf(
  parts: readonly Omit<AiPart, 'bom'>[],
  held: readonly AiPart[],
  before: readonly PartField[],
): PartField[] {
  return partFields.filter(
    (field) =>
      parts.every((part) => isEmpty(part[field])) ||
      (before.includes(field) && parts.every((part, place) => isSame(part[field], held[place]?.[field]))),
  )
}

/** A part without what a document said of it besides, always in the same order. */
function plain({ kind, name, version, vendor, purl, accessLevel, assets, endpoint, behind }: Omit<AiPart, 'bom'>) {
  return { kind, name, version, vendor, purl, accessLevel, assets, endpoint, behind }
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null)
}
