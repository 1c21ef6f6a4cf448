import { child, childText, type XmlNode } from '../shared/input/xml-elements.ts'

const PLACEHOLDER = /\$\{([^${}]+)\}/g
const MAX_ROUNDS = 8
const MAX_LENGTH = 1_000

/** Replaces `${name}` by the properties of one POM (Maven's model interpolation, as far as one file decides it). */
export class PropertyResolver {
  readonly #values = new Map<string, string>()

  constructor(project: XmlNode | undefined) {
    const parent = child(project, 'parent')
    for (const node of child(project, 'properties')?.children ?? []) this.#values.set(node.name, node.text.trim())
    for (const name of ['groupId', 'artifactId', 'version']) {
      this.#define(`parent.${name}`, childText(parent, name))
      this.#define(name, childText(project, name) ?? (name === 'artifactId' ? undefined : childText(parent, name)))
    }
  }

  #define(name: string, value: string | undefined): void {
    if (value === undefined) return
    for (const prefix of ['project.', 'pom.', ''])
      if (!this.#values.has(prefix + name)) this.#values.set(prefix + name, value)
  }

  /** The text with every placeholder replaced; `undefined` when one cannot be, or when they run in a circle. */
  resolve(text: string | undefined): string | undefined {
    let current = text
    for (let round = 0; round < MAX_ROUNDS && current?.includes('${'); round++) {
      current = current.replace(PLACEHOLDER, (whole, name: string) => this.#values.get(name.trim()) ?? whole)
      if (current.length > MAX_LENGTH) return undefined
    }
    return current === undefined || current.includes('${') ? undefined : current
  }
}
