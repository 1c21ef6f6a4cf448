import { SaxesParser, type SaxesTag } from 'saxes'
import { err, ok, problem, type Result } from '#core/kernel'
import { cycloneDxShapes, mlBomNames, type XmlField } from '#core/vocabulary'
import { jsonDepth } from './json-depth.ts'

const MAX_ELEMENTS = 500_000

interface Node {
  name: string
  attributes: Readonly<Record<string, string>>
  children: Node[]
  text: string
}

/** A document in the shape of the JSON form, with names of what was left out, each with how often. */
export interface XmlBom {
  bom: Record<string, unknown>
  unread: ReadonlyMap<string, number>
}

const VERSION = /^http:\/\/cyclonedx\.org\/schema\/bom\/(1\.\d+)$/

/**
 * Reads CycloneDX's XML form into the shape of its JSON form, so far as it tells of models, data and services. Entities other
 * than those of XML are an error: nothing is expanded or fetched. Problem: `not-a-bom`.
 */
export function readCycloneDxXml(text: string, maxDepth: number): Result<XmlBom> {
  let root: Node | undefined
  try {
    root = treeOf(text, maxDepth)
  } catch (cause) {
    return err(problem('not-a-bom', `the XML cannot be read: ${(cause as Error).message.slice(0, 200)}`))
  }
  const version = VERSION.exec(root?.attributes.xmlns ?? '')?.[1]
  if (root?.name !== 'bom' || version === undefined) return err(problem('not-a-bom', 'it is no CycloneDX document'))
  const unread = new Map<string, number>()
  const reader = new ShapeReader(unread)
  const listOf = (wrapper: string, item: 'component' | 'service') =>
    child(root, wrapper)?.children.flatMap((node) => (node.name === item ? [reader.part(item, node)] : []))
  const described = child(child(root, 'metadata'), 'component')
  const [components, services] = [listOf('components', 'component'), listOf('services', 'service')]
  const bom = {
    ...{ bomFormat: 'CycloneDX', specVersion: version },
    ...(described && { metadata: { component: reader.part('component', described) } }),
    ...(components && { components }),
    ...(services && { services }),
  }
  return ok({ bom, unread })
}

function treeOf(text: string, maxDepth: number): Node | undefined {
  const parser = new SaxesParser({ fragment: false })
  const open: Node[] = []
  let root: Node | undefined
  let count = 0
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => {
    const node: Node = { name: localName(tag.name), attributes: attributesOf(tag), children: [], text: '' }
    if (++count > MAX_ELEMENTS) throw new Error(`it has more than ${MAX_ELEMENTS} elements`)
    if (open.length >= maxDepth) throw new Error(`it is nested deeper than ${maxDepth} levels`)
    open.at(-1)?.children.push(node)
    root ??= node
    open.push(node)
  })
  parser.on('closetag', () => open.pop())
  const add = (words: string) => {
    const node = open.at(-1)
    if (node) node.text += words
  }
  parser.on('text', add)
  parser.on('cdata', add)
  parser.write(text).close()
  return root
}

/** Elements may have a prefix; the namespace is told by whichever attribute names it. */
function attributesOf(tag: SaxesTag): Record<string, string> {
  const all: Record<string, string> = {}
  for (const [name, value] of Object.entries(tag.attributes as Record<string, string>))
    all[name.startsWith('xmlns:') && VERSION.test(value) ? 'xmlns' : localName(name)] = value
  return all
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function child(node: Node | undefined, name: string): Node | undefined {
  return node?.children.find((one) => one.name === name)
}

/** Elements into fields, by the shapes; what has none is counted by its name. */
class ShapeReader {
  readonly #unread: Map<string, number>

  constructor(unread: Map<string, number>) {
    this.#unread = unread
  }

  /** A component or service, with what we wrote of it as JSON; its elements say more than that. */
  part(shape: 'component' | 'service', node: Node): Record<string, unknown> {
    const { properties, ...said } = this.object(shape, node)
    const all = Array.isArray(properties) ? (properties as { name?: string; value?: string }[]) : []
    const besides = all.find(({ name }) => name === mlBomNames.besides)?.value
    const others = all.filter(({ name }) => name !== mlBomNames.besides)
    return { ...asFields(besides), ...said, ...(others.length > 0 && { properties: others }) }
  }

  object(shapeName: string, node: Node): Record<string, unknown> {
    const shape = cycloneDxShapes[shapeName]!
    const found: Record<string, unknown> = {}
    const known = new Set<string>()
    for (const [field, kind, other] of shape) {
      const name = other ?? field
      if (typeof kind === 'object' && 'attribute' in kind) setTo(found, field, node.attributes[name])
      else if (kind === 'content') found[field] = node.text
      else {
        known.add(name)
        setTo(
          found,
          field,
          this.#field(
            kind,
            node.children.filter((one) => one.name === name),
          ),
        )
      }
    }
    for (const { name } of node.children)
      if (!known.has(name)) this.#unread.set(name, (this.#unread.get(name) ?? 0) + 1)
    return found
  }

  #field(kind: Exclude<XmlField, 'content' | { attribute: unknown }>, nodes: readonly Node[]): unknown {
    const [first] = nodes
    if (!first) return undefined
    if (kind === 'text') return first.text
    if (kind === 'boolean') return first.text.trim() === 'true' || first.text.trim() === '1'
    if (kind === 'number') return Number.isFinite(Number(first.text)) ? Number(first.text) : undefined
    if ('shape' in kind) return this.object(kind.shape, first)
    if ('repeated' in kind) return nodes.map((node) => this.#entry(kind.repeated, node))
    if ('list' in kind)
      return first.children.flatMap((node) => (node.name === kind.list ? [this.#entry(kind.of, node)] : []))
    return first.children.flatMap((node) => {
      const choice = kind.choices.find(({ element }) => element === node.name)
      if (!choice) return []
      const said = this.object(choice.shape, node)
      return [choice.inner ? { [choice.by!]: said } : said]
    })
  }

  #entry(of: 'text' | { shape: string }, node: Node): unknown {
    if (of === 'text') return node.text
    return of.shape === 'component' || of.shape === 'service' ? this.part(of.shape, node) : this.object(of.shape, node)
  }
}

function setTo(found: Record<string, unknown>, field: string, value: unknown): void {
  if (value !== undefined) found[field] = value
}

const MAX_DEPTH = 100

function asFields(json: string | undefined): Record<string, unknown> {
  if (json === undefined || jsonDepth(json) > MAX_DEPTH) return {}
  try {
    const read: unknown = JSON.parse(json)
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
