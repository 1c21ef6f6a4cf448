import { SaxesParser, type SaxesTag } from 'saxes'
import type { ImportLimits } from '../../contract.ts'
import { detached } from './detached.ts'
import { ImportError } from './import-error.ts'
import { refuseForeignEncoding } from './text.ts'

/** An XML element: names without prefix, its own text joined. */
export interface XmlNode {
  name: string
  attributes: Readonly<Record<string, string>>
  children: XmlNode[]
  text: string
}

/** A captured element with the names of the elements around it, outermost first. */
export interface XmlElement {
  path: readonly string[]
  node: XmlNode
  /** Attributes of the document element. */
  root: Readonly<Record<string, string>>
}

const MAX_NODES = 5_000_000

/**
 * The elements whose path `wanted` accepts, each as a tree, in document order. Entities other than the five of XML
 * are an error (nothing is expanded or fetched), and so are text that is not well-formed and nesting beyond the limit.
 */
export async function* xmlElements(
  bytes: AsyncIterable<Uint8Array>,
  limits: ImportLimits,
  wanted: (path: readonly string[]) => boolean,
): AsyncGenerator<XmlElement> {
  const reader = new XmlReader(limits, wanted)
  const decoder = new TextDecoder()
  let first = true
  for await (const chunk of bytes) {
    if (first) refuseForeignEncoding(chunk)
    first = false
    yield* reader.push(decoder.decode(chunk, { stream: true }))
  }
  yield* reader.push(decoder.decode())
  yield* reader.end()
}

class XmlReader {
  readonly #parser = new SaxesParser({ fragment: false })
  readonly #limits: ImportLimits
  readonly #wanted: (path: readonly string[]) => boolean
  readonly #path: string[] = []
  #open: XmlNode[] = []
  #found: XmlElement[] = []
  #root: Readonly<Record<string, string>> | undefined
  #captured = 0
  #nodes = 0

  constructor(limits: ImportLimits, wanted: (path: readonly string[]) => boolean) {
    this.#limits = limits
    this.#wanted = wanted
    this.#parser.on('error', (error) => {
      throw new ImportError('invalid-xml', `The XML is not well-formed: ${error.message.slice(0, 200)}`)
    })
    this.#parser.on('opentag', (tag) => this.#enter(tag))
    this.#parser.on('closetag', () => this.#leave())
    this.#parser.on('text', (text) => this.#text(text))
    this.#parser.on('cdata', (text) => this.#text(text))
  }

  push(text: string): XmlElement[] {
    this.#parser.write(text)
    return this.#take()
  }

  end(): XmlElement[] {
    this.#parser.close()
    return this.#take()
  }

  #take(): XmlElement[] {
    const found = this.#found
    this.#found = []
    return found
  }

  #enter(tag: SaxesTag): void {
    const node: XmlNode = { name: localName(tag.name), attributes: plainAttributes(tag), children: [], text: '' }
    this.#root ??= node.attributes
    this.#path.push(node.name)
    if (this.#path.length > this.#limits.depth)
      throw new ImportError('too-deep', `The XML nests deeper than ${this.#limits.depth} elements.`)
    if (++this.#nodes > MAX_NODES) throw new ImportError('too-large', 'The XML has more than five million elements.')
    const parent = this.#open.at(-1)
    if (parent) parent.children.push(node)
    if (parent || this.#wanted(this.#path)) this.#open.push(node)
  }

  #leave(): void {
    const node = this.#open.pop()
    this.#path.pop()
    if (node) node.text = detached(node.text)
    if (!node || this.#open.length > 0) return
    this.#captured = 0
    this.#found.push({ path: [...this.#path], node, root: this.#root ?? {} })
  }

  #text(text: string): void {
    const node = this.#open.at(-1)
    if (!node) return
    this.#captured += text.length
    if (this.#captured > this.#limits.elementBytes)
      throw new ImportError('too-large', 'One element of the XML is larger than the limit.')
    node.text += text
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function plainAttributes(tag: SaxesTag): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tag.attributes).map(([name, value]) => [
      localName(name),
      detached(typeof value === 'string' ? value : value.value),
    ]),
  )
}

/** The first child of that name. */
export function child(node: XmlNode | undefined, name: string): XmlNode | undefined {
  return node?.children.find((entry) => entry.name === name)
}

/** The children of that name. */
export function childrenOf(node: XmlNode | undefined, name: string): XmlNode[] {
  return node?.children.filter((entry) => entry.name === name) ?? []
}

/** The trimmed text of the first child of that name; `undefined` when absent or empty. */
export function childText(node: XmlNode | undefined, name: string): string | undefined {
  return child(node, name)?.text.trim() || undefined
}
