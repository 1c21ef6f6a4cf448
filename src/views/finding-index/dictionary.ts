/** Values that are searched as one text. */
const TOGETHER = 8_192
/** Between two values; in none of them. */
const BOUNDARY = '\n'

interface Stretch {
  /** The values in lower case, each after a boundary. */
  text: string
  /** Where each value begins in the text. */
  starts: number[]
}

/** Values of one column, each once: a row holds its code. */
export class Dictionary {
  readonly values: string[] = []
  readonly #codes = new Map<string, number>()
  readonly #stretches: Stretch[] = []

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

  /** The codes of the values that have a part, which is in lower case. */
  withPart(part: string): number[] {
    const codes: number[] = []
    for (let number = 0; number * TOGETHER < this.values.length; number++) {
      const { text, starts } = this.#stretch(number)
      let value = 0
      for (let at = text.indexOf(part); at >= 0; ) {
        while (value + 1 < starts.length && starts[value + 1]! <= at) value++
        codes.push(number * TOGETHER + value)
        // On with the next value.
        const next = starts[value + 1]
        at = next === undefined ? -1 : text.indexOf(part, next)
      }
    }
    return codes
  }

  /** One long text is searched many times faster than many short ones. */
  #stretch(number: number): Stretch {
    const held = this.#stretches[number]
    const first = number * TOGETHER
    if (held?.starts.length === Math.min(TOGETHER, this.values.length - first)) return held
    const values = this.values.slice(first, first + TOGETHER)
    const starts: number[] = []
    let length = 0
    const parts = values.map((value) => {
      starts.push(length + BOUNDARY.length)
      const part = BOUNDARY + value.toLowerCase().replaceAll(BOUNDARY, ' ')
      length += part.length
      return part
    })
    const stretch = { text: parts.join(''), starts }
    this.#stretches[number] = stretch
    return stretch
  }
}
