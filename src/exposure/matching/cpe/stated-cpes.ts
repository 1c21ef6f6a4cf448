import type { Component } from '#core/vocabulary'
import { type CpeName, namesOfCpes, type ProductWords, productOfCpe } from './names.ts'
import { stockCpes } from './stock.ts'

/** The CPEs of a component; read on first use, because most components never need them. */
export class StatedCpes {
  /** Those derived by the table of stock products. */
  readonly stock: readonly CpeName[]
  readonly #component: Component
  #names: readonly CpeName[] | undefined
  #products: readonly ProductWords[] | undefined

  constructor(component: Component) {
    this.#component = component
    this.stock = stockCpes(component)
  }

  /** Those that the component states, and the stock ones. */
  names(): readonly CpeName[] {
    const { cpes, version } = this.#component
    this.#names ??= cpes.length === 0 ? this.stock : [...namesOfCpes(cpes, version || undefined), ...this.stock]
    return this.#names
  }

  /** The products that all of them name, without taking the names apart. */
  products(): readonly ProductWords[] {
    const { cpes } = this.#component
    this.#products ??=
      cpes.length === 0 ? this.stock : [...cpes.flatMap((text) => productOfCpe(text) ?? []), ...this.stock]
    return this.#products
  }
}
