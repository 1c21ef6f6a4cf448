import { PartIndex } from './part-index.ts'

/** Values of one column, each once: a row holds its code. */
export class Dictionary {
  readonly values: string[] = []
  readonly #codes = new Map<string, number>()
  /** Made when a part is first looked for: of most columns none is. */
  #parts: PartIndex | undefined

  /** The code of a value, a new one where it was not met before. */
  code(value: string): number {
    const known = this.#codes.get(value)
    if (known !== undefined) return known
    // Its own: a piece of a longer text would keep all of that.
    const own = ` ${value}`.slice(1)
    this.#codes.set(own, this.values.length)
    return this.values.push(own) - 1
  }

  /** The codes of those of the values that are there. */
  these(values: readonly string[]): number[] {
    return values.map((value) => this.#codes.get(value)).filter((code) => code !== undefined)
  }

  /** The codes of the values that pass a test. */
  those(isWanted: (value: string) => boolean): number[] {
    const codes: number[] = []
    for (let code = 0; code < this.values.length; code++) if (isWanted(this.values[code]!)) codes.push(code)
    return codes
  }

  /** The codes of the values that have a part, which is in lower case and has no space. */
  withPart(part: string): number[] {
    this.#parts ??= new PartIndex()
    return this.#parts.having(part, this.values)
  }
}
