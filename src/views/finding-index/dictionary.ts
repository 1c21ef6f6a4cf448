/** Values of one column, each once: a row holds its code. */
export class Dictionary {
  readonly values: string[] = []
  readonly #codes = new Map<string, number>()

  /** The code of a value, a new one where it was not met before. */
  code(value: string): number {
    const known = this.#codes.get(value)
    if (known !== undefined) return known
    this.#codes.set(value, this.values.length)
    return this.values.push(value) - 1
  }
}
