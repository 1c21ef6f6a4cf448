/** Values of one column, each once: a row holds its code. */
export class Dictionary {
  readonly values: string[] = []
  readonly #codes = new Map<string, number>()

  readonly #lower: string[] = []

  /** A value in lower case, made once. */
  lower(code: number): string {
    const known = this.#lower[code] ?? this.values[code]?.toLowerCase() ?? ''
    this.#lower[code] = known
    return known
  }

  /** The code of a value, a new one where it was not met before. */
  code(value: string): number {
    const known = this.#codes.get(value)
    if (known !== undefined) return known
    this.#codes.set(value, this.values.length)
    return this.values.push(value) - 1
  }
}
