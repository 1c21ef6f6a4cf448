/** A regular expression as a tree, as far as its safety and its fixed words are concerned. */
export interface PatternNode {
  kind: 'char' | 'set' | 'group' | 'assertion' | 'reference'
  /** The character, or the source of the set. */
  text: string
  /** Alternatives of a group. */
  alternatives: PatternNode[][]
  min: number
  max: number
}

const MOST_DEPTH = 40

/** Reads the source of a regular expression that compiles. Undefined when it is nested too deeply. */
export function readPattern(source: string): PatternNode[][] | undefined {
  const reader = new PatternReader(source)
  return reader.alternatives(0)
}

class PatternReader {
  readonly #source: string
  #at = 0

  constructor(source: string) {
    this.#source = source
  }

  alternatives(depth: number): PatternNode[][] | undefined {
    if (depth > MOST_DEPTH) return undefined
    const all: PatternNode[][] = [[]]
    while (this.#at < this.#source.length && this.#source[this.#at] !== ')') {
      if (this.#source[this.#at] === '|') {
        this.#at++
        all.push([])
        continue
      }
      const node = this.#node(depth)
      if (!node) return undefined
      this.#quantify(node)
      all.at(-1)?.push(node)
    }
    return all
  }

  #node(depth: number): PatternNode | undefined {
    const start = this.#at
    const character = this.#source[this.#at++] ?? ''
    if (character === '(') return this.#group(depth)
    if (character === '[') return this.#set(start)
    if (character === '\\') return this.#escape(start)
    if (character === '.') return nodeOf('set', '.')
    return character === '^' || character === '$' ? nodeOf('assertion', character) : nodeOf('char', character)
  }

  #group(depth: number): PatternNode | undefined {
    const opening =
      /^\?(?:[ims]*(?:-[ims]+)?:|<?[=!]|<\w+>)/.exec(this.#source.slice(this.#at, this.#at + 80))?.[0] ?? ''
    this.#at += opening.length
    const alternatives = this.alternatives(depth + 1)
    if (!alternatives) return undefined
    this.#at++
    return { ...nodeOf(/[=!]$/.test(opening) ? 'assertion' : 'group', ''), alternatives }
  }

  #set(start: number): PatternNode {
    if (this.#source[this.#at] === '^') this.#at++
    if (this.#source[this.#at] === ']') this.#at++
    while (this.#at < this.#source.length && this.#source[this.#at] !== ']')
      this.#at += this.#source[this.#at] === '\\' ? 2 : 1
    this.#at++
    return nodeOf('set', this.#source.slice(start, this.#at))
  }

  #escape(start: number): PatternNode {
    const character = this.#source[this.#at++] ?? ''
    if (/[dDwWsSpP]/.test(character)) return nodeOf('set', `\\${character}`)
    if (/[bB]/.test(character)) return nodeOf('assertion', `\\${character}`)
    if (/[1-9k]/.test(character)) return nodeOf('reference', character)
    if (character === 'x' || character === 'u') {
      const digits =
        /^(?:\{[\da-f]+\}|[\da-f]{2}(?:[\da-f]{2})?)/i.exec(this.#source.slice(this.#at, this.#at + 8))?.[0] ?? ''
      this.#at += character === 'x' ? Math.min(2, digits.length) : digits.length
      return nodeOf('set', this.#source.slice(start, this.#at))
    }
    return /[ntrfv0c]/.test(character) ? nodeOf('set', `\\${character}`) : nodeOf('char', character)
  }

  #quantify(node: PatternNode): void {
    const found = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(this.#source.slice(this.#at, this.#at + 24))
    if (!found) return
    this.#at += found[0].length
    const [, sign, least, comma, most] = found
    node.min = sign === undefined ? Number(least) : sign === '+' ? 1 : 0
    node.max =
      sign === '?'
        ? 1
        : sign !== undefined || (comma !== undefined && most === '')
          ? Number.POSITIVE_INFINITY
          : Number(most ?? least)
  }
}

function nodeOf(kind: PatternNode['kind'], text: string): PatternNode {
  return { kind, text, alternatives: [], min: 1, max: 1 }
}

/**
 * Whether no repetition holds another that can take the same characters, which is what makes a pattern's time grow
 * exponentially: `(a+)+`, `(.*,)*`. A fixed character that the inner repetitions cannot take makes `(?:\.\d+)*` sound.
 */
export function isSafePattern(alternatives: readonly PatternNode[][]): boolean {
  return alternatives.every((sequence) => sequence.every(isSafeNode))
}

function isSafeNode(node: PatternNode): boolean {
  if (!isSafePattern(node.alternatives)) return false
  if (node.kind !== 'group' || node.max < 16) return true
  if (overlap(node.alternatives)) return false
  return node.alternatives.every((sequence) => {
    const repeated = sequence.flatMap(repeatedAtoms)
    return repeated.length === 0 || sequence.some((part) => isSeparator(part, repeated))
  })
}

/** Whether two alternatives of one atom each take the same character: `(a|a)*`, `(\\w|x)*`. */
function overlap(alternatives: readonly PatternNode[][]): boolean {
  const atoms = alternatives.filter((sequence) => sequence.length === 1).map(([atom]) => atom as PatternNode)
  return atoms.some((atom, index) =>
    atoms.some(
      (other, place) =>
        place !== index &&
        other.kind !== 'group' &&
        (other.text === atom.text || (other.kind === 'char' && atom.kind === 'set' && takes(atom, other.text))),
    ),
  )
}

/** Atoms that repeat without end somewhere inside. */
function repeatedAtoms(node: PatternNode): PatternNode[] {
  const inner = node.alternatives.flat().flatMap(repeatedAtoms)
  return node.max >= 16 ? [...atomsOf(node), ...inner] : inner
}

function atomsOf(node: PatternNode): PatternNode[] {
  return node.kind === 'group' ? node.alternatives.flat().flatMap(atomsOf) : [node]
}

function isSeparator(part: PatternNode, repeated: readonly PatternNode[]): boolean {
  if (part.kind !== 'char' || part.min < 1 || part.max !== part.min) return false
  return repeated.every((atom) => !takes(atom, part.text))
}

function takes(atom: PatternNode, character: string): boolean {
  if (atom.kind === 'char') return atom.text === character
  if (atom.kind !== 'set') return true
  try {
    return new RegExp(`^${atom.text}$`, 'is').test(character)
  } catch {
    return true
  }
}

/**
 * The longest run of characters that stands in every match, in lower case; empty when there is none. Texts without it
 * need not be tried.
 */
export function fixedWords(alternatives: readonly PatternNode[][]): string {
  const [only] = alternatives
  if (!only || alternatives.length > 1) return ''
  let best = ''
  let run = ''
  const end = (): void => {
    if (run.length > best.length) best = run
    run = ''
  }
  for (const node of only) {
    if (node.kind === 'char' && node.min === 1 && node.max === 1) run += node.text
    else if (node.kind === 'char' && node.min >= 1) {
      run += node.text
      end()
    } else {
      // What may match nothing at a place still keeps its neighbours apart.
      end()
      const inner = node.kind === 'group' && node.min >= 1 ? fixedWords(node.alternatives) : ''
      if (inner.length > best.length) best = inner
    }
  }
  end()
  return best.toLowerCase()
}
