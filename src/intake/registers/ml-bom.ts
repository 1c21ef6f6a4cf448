import { dropRecord, emptyOutcome, err, type Outcome, ok, outcomeStatus, problem, type Result } from '#core/kernel'
import {
  type AiPart,
  type AiPartKind,
  type AiRole,
  type AiSystem,
  type Autonomy,
  aiPartKinds,
  aiRoles,
  autonomies,
  mlBomNames,
} from '#core/vocabulary'
import { readCycloneDxXml } from './cyclonedx-xml.ts'
import { jsonDepth } from './json-depth.ts'

const MAX_TEXT = 16 * 1024 * 1024
const MAX_DEPTH = 100
const MAX_PARTS = 500
/** Characters of what a document says of a part besides, as JSON. */
const MAX_BESIDES = 256 * 1024

/** What a document says of an AI system; what it does not say is absent. */
export interface MlBom {
  /** Its id in the register, where the document is one of ours: it then says all there is. */
  slug: string | undefined
  name: string | undefined
  said: Partial<Pick<AiSystem, 'owner' | 'purpose' | 'oversight' | 'dataClasses' | 'accessLevel'>> & {
    role?: AiRole
    autonomy?: Autonomy
  }
  parts: AiPart[]
  specVersion: string
  outcome: Outcome
}

type Fields = Readonly<Record<string, unknown>>

/**
 * Reads a CycloneDX document (JSON or XML, 1.5 to 1.7) for the parts of an AI system: models, data, services, and what is marked as a
 * part. Libraries are left to the import of an SBOM. Problems: `too-large`, `not-a-bom`.
 */
export function readMlBom(text: string): Result<MlBom> {
  if (text.length > MAX_TEXT) return err(problem('too-large', `an ML-BOM has at most ${MAX_TEXT} characters`))
  if (/^\uFEFF?\s*</.test(text)) {
    const read = readCycloneDxXml(text.replace(/^\uFEFF/, ''), MAX_DEPTH)
    return read.ok ? mlBomIn(read.value.bom, read.value.unread) : read
  }
  if (jsonDepth(text) > MAX_DEPTH) return err(notABom(`it is nested deeper than ${MAX_DEPTH} levels`))
  const bom = fields(parsed(text))
  return bom?.bomFormat === 'CycloneDX'
    ? mlBomIn(bom)
    : err(notABom('it is no CycloneDX document, neither in JSON nor in XML'))
}

/** @param unread names of elements that the XML form has and that are not read, with how often */
function mlBomIn(bom: Fields, unread: ReadonlyMap<string, number> = new Map()): Result<MlBom> {
  const specVersion = words(bom.specVersion) ?? ''
  if (!/^1\.[5-9]$/.test(specVersion))
    return err(notABom(`CycloneDX ${specVersion || '?'} has no models: 1.5 is the first`))
  const outcome = emptyOutcome()
  const described = fields(fields(bom.metadata)?.component)
  const system = systemOf(described)
  const components = [...withInner(described), ...list(bom.components)]
  const services = list(bom.services).map((service) => asComponent(service))
  const given = [...components, ...services]
  const parts = partsOf(system.slug === undefined ? given : inPlace(given), outcome)
  // One of ours names every part.
  const data = system.slug === undefined ? inlineData(parts) : []
  for (const [name, count] of unread) {
    outcome.read += count
    for (let at = 0; at < count; at++) dropRecord(outcome, 'no-element', `<${name.slice(0, 100)}> of a part`)
  }
  outcome.status = outcomeStatus(outcome)
  return ok({ ...system, parts: [...parts, ...data].slice(0, MAX_PARTS), specVersion, outcome })
}

function notABom(message: string) {
  return problem('not-a-bom', message)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

const PLACE = /^part:(\d{1,6})$/

/** Ours number their parts, over components and services. */
function inPlace(entries: readonly unknown[]): readonly unknown[] {
  const placeOf = (entry: unknown) => Number(PLACE.exec(words(fields(entry)?.['bom-ref']) ?? '')?.[1] ?? Infinity)
  return entries.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : Number(placeOf(a) > placeOf(b))))
}

const SERVICE = 'service'
const speaksOfGateway = /gateway|proxy|router/i

/** A service in the shape of a component. Its first address is where it answers, unless it is one of ours; more stay as they came. */
function asComponent(service: unknown): unknown {
  const entry = fields(service)
  if (!entry) return service
  const { provider, endpoints, properties, ...rest } = entry
  const said = propertiesOf(entry)
  const [first, ...others] = list(endpoints)
  const address = said.has(mlBomNames.part) ? said.get(mlBomNames.endpoint)?.[0] : httpAddress(words(first) ?? null)
  const isWhole = first !== undefined && others.length === 0 && first === address
  return {
    ...rest,
    type: SERVICE,
    ...(provider !== undefined && { supplier: provider }),
    ...(endpoints !== undefined && !isWhole && { endpoints }),
    properties: [
      ...list(properties).filter((one) => words(fields(one)?.name) !== mlBomNames.endpoint),
      ...(typeof address === 'string' ? [{ name: mlBomNames.endpoint, value: address }] : []),
    ],
  }
}

/** What is described may itself be a model, and holds its own parts. */
function withInner(described: Fields | undefined): readonly unknown[] {
  if (!described) return []
  const inner = list(described.components)
  return described.type === 'machine-learning-model' ? [described, ...inner] : inner
}

function systemOf(described: Fields | undefined): Pick<MlBom, 'slug' | 'name' | 'said'> {
  const said = propertiesOf(described)
  const first = (name: string) => said.get(name)?.[0]
  const role = aiRoles.find((one) => one === first(mlBomNames.role))
  const autonomy = autonomies.find((one) => one === first(mlBomNames.autonomy))
  const slug = first(mlBomNames.id)
  // One of ours says all there is: what it leaves out is not known.
  const isOurs = slug !== undefined
  const purpose = words(described?.description)
  return {
    slug: slug !== undefined && /^[a-z0-9][a-z0-9._-]{0,79}$/.test(slug) ? slug : undefined,
    name: words(described?.name),
    said: {
      ...(purpose !== undefined && { purpose }),
      ...(role && { role }),
      ...(autonomy && { autonomy }),
      ...(isOurs && {
        owner: first(mlBomNames.owner) ?? null,
        oversight: first(mlBomNames.oversight) ?? null,
        dataClasses: said.get(mlBomNames.dataClass) ?? [],
        accessLevel: levelOf(first(mlBomNames.accessLevel)),
      }),
    },
  }
}

function partsOf(components: readonly unknown[], outcome: Outcome): AiPart[] {
  const parts: AiPart[] = []
  for (const component of components) {
    outcome.read++
    const entry = fields(component)
    const name = words(entry?.name)
    if (!entry || name === undefined) {
      dropRecord(outcome, 'no-name', 'a component without a name')
      continue
    }
    const kind = kindOf(entry)
    if (kind === undefined) {
      dropRecord(
        outcome,
        'no-part',
        `${name.slice(0, 100)} (${words(entry.type) ?? 'no type'}) is no part of an AI system`,
      )
      continue
    }
    // What stands within a part stays with it, as it came.
    if (parts.length >= MAX_PARTS) dropRecord(outcome, 'too-many', name.slice(0, 100))
    else {
      parts.push(partOf(entry, kind, name, outcome))
      outcome.kept++
    }
  }
  return parts
}

/** Marked by us, or by its type. */
function kindOf(entry: Fields): AiPartKind | undefined {
  const marked = propertiesOf(entry).get(mlBomNames.part)?.[0]
  const known = aiPartKinds.find((kind) => kind === marked)
  if (known) return known
  if (entry.type === 'machine-learning-model') return 'model'
  // What a system reaches over the network: what calls itself so is a gateway, the others do something for it.
  if (entry.type === SERVICE)
    return speaksOfGateway.test(`${words(entry.name)} ${words(entry.description) ?? ''}`) ? 'gateway' : 'tool'
  return entry.type === 'data' ? 'dataset' : undefined
}

const own: ReadonlySet<string> = new Set<string>(Object.values(mlBomNames))

function partOf(entry: Fields, kind: AiPartKind, name: string, outcome: Outcome): AiPart {
  const { type: _, 'bom-ref': __, name: ___, version, purl, supplier, properties, ...rest } = entry
  const said = propertiesOf(entry)
  const first = (key: string) => said.get(key)?.[0] ?? null
  const vendor = words(fields(supplier)?.name) ?? null
  const others = list(properties).filter((one) => !own.has(words(fields(one)?.name) ?? ''))
  const besides = {
    ...withoutOwnData(rest, kind, name),
    ...supplierBesides(supplier),
    ...(others.length > 0 && { properties: others }),
  }
  return {
    ...{
      kind,
      name: bounded(name, 200),
      version: boundedOrNull(words(version), 100),
      vendor: boundedOrNull(vendor, 200),
    },
    ...{
      purl: boundedOrNull(words(purl) ?? first(mlBomNames.purl), 500),
      accessLevel: levelOf(first(mlBomNames.accessLevel)),
    },
    assets: (said.get(mlBomNames.asset) ?? []).slice(0, 20).map((asset) => bounded(asset, 300)),
    endpoint: httpAddress(first(mlBomNames.endpoint)),
    behind: boundedOrNull(first(mlBomNames.behind), 200),
    bom: kept(besides, name, outcome),
  }
}

/** What the writer adds to a dataset that says nothing of its data. */
function withoutOwnData(rest: Fields, kind: AiPartKind, name: string): Fields {
  const { data, ...others } = rest
  if (kind !== 'dataset' || JSON.stringify(data) !== JSON.stringify([{ type: 'dataset', name }])) return rest
  return others
}

function supplierBesides(supplier: unknown): object {
  const { name: _, ...rest } = fields(supplier) ?? {}
  return Object.keys(rest).length > 0 ? { supplier: rest } : {}
}

function kept(besides: object, name: string, outcome: Outcome): object | null {
  if (Object.keys(besides).length === 0) return null
  if (JSON.stringify(besides).length <= MAX_BESIDES) return besides
  dropRecord(
    outcome,
    'too-much',
    `what is said of ${name.slice(0, 100)} besides is longer than ${MAX_BESIDES} characters`,
  )
  return null
}

/** Data that a model card names itself, where no component of the document is it. */
function inlineData(parts: readonly AiPart[]): AiPart[] {
  const known = new Set(parts.flatMap(({ kind, name }) => (kind === 'dataset' ? [name] : [])))
  const named = parts.flatMap(({ kind, bom }) => {
    const card = kind === 'model' ? fields(fields(bom)?.modelCard) : undefined
    return list(fields(card?.modelParameters)?.datasets).flatMap((one) => words(fields(one)?.name) ?? [])
  })
  return [...new Set(named)]
    .filter((name) => !known.has(name))
    .map((name) => ({
      ...{ kind: 'dataset', name: bounded(name, 200), version: null, vendor: null, purl: null, accessLevel: null },
      ...{ assets: [], endpoint: null, behind: null, bom: null },
    }))
}

function propertiesOf(entry: Fields | undefined): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>()
  for (const one of list(entry?.properties)) {
    const property = fields(one)
    const [name, value] = [words(property?.name), words(property?.value)]
    if (name !== undefined && value !== undefined) found.set(name, [...(found.get(name) ?? []), value])
  }
  return found
}

function levelOf(text: string | null | undefined): number | null {
  return text && /^[1-7]$/.test(text) ? Number(text) : null
}

function httpAddress(text: string | null): string | null {
  return text !== null && /^https?:\/\//.test(text) && URL.canParse(text) ? bounded(text, 500) : null
}

function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function words(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

function bounded(text: string, most: number): string {
  return text.slice(0, most)
}

function boundedOrNull(text: string | null | undefined, most: number): string | null {
  return text === null || text === undefined ? null : bounded(text, most)
}
