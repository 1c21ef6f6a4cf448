import { type Component, parsePurl } from '#core/vocabulary'
import { asObject, asStrings, type JsonObject } from '../shared/input/json-value.ts'
import type { InventoryCollector } from '../shared/inventory/collector.ts'

/** The packages that results name by their purls, each once. */
export class Packages {
  readonly #collector: InventoryCollector
  readonly #path: string
  readonly #known = new Map<string, Component | undefined>()

  constructor(collector: InventoryCollector, path: string) {
    this.#collector = collector
    this.#path = path
  }

  /** The package of a result where result or rule name exactly one: a rule of several says not which. */
  of(result: JsonObject, rule: JsonObject, pointer: string): Component | undefined {
    const purls = [asObject(result.properties), asObject(rule.properties)].map((bag) => asStrings(bag?.purls))
    const [purl, second] = purls.find((list) => list.length > 0) ?? []
    const parsed = purl === undefined || second !== undefined ? undefined : parsePurl(purl)
    if (!parsed?.ok) return undefined
    const { text, name, version } = parsed.value
    if (!this.#known.has(text))
      this.#known.set(
        text,
        this.#collector.add({
          ref: text,
          name,
          version,
          purl: text,
          evidence: [{ kind: 'report', by: 'sarif', path: this.#path, pointer }],
        }),
      )
    return this.#known.get(text)
  }
}
