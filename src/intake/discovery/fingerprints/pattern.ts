import { fixedWords, isSafePattern, readPattern } from './pattern-tree.ts'

/** Longest text a pattern is run on. */
export const LONGEST_TEXT = 2_048
/** A pattern that took longer once is not run again. */
const SLOW_MS = 25
const LONGEST_PATTERN = 2_048

/** A pattern of a fingerprint, compiled when it is first needed. */
export class Pattern {
  /** In lower case; what lacks these words cannot match. */
  readonly words: string
  readonly #source: string
  readonly #flags: string
  #compiled: RegExp | undefined
  #retired = false

  private constructor(source: string, flags: string, words: string) {
    this.#source = source
    this.#flags = flags
    this.words = words
  }

  /** Undefined when JavaScript cannot compile it or its time may explode. */
  static from(source: string, flags: string): Pattern | undefined {
    if (source.length > LONGEST_PATTERN || !compiles(source, flags)) return undefined
    const tree = readPattern(source)
    return tree && isSafePattern(tree) ? new Pattern(source, flags, fixedWords(tree)) : undefined
  }

  static of(expression: RegExp): Pattern {
    const tree = readPattern(expression.source)
    const pattern = new Pattern(expression.source, expression.flags, tree ? fixedWords(tree) : '')
    pattern.#compiled = expression
    return pattern
  }

  get retired(): boolean {
    return this.#retired
  }

  exec(text: string): RegExpExecArray | null {
    if (this.#retired) return null
    this.#compiled ??= new RegExp(this.#source, this.#flags)
    const start = performance.now()
    const found = this.#compiled.exec(text)
    if (performance.now() - start > SLOW_MS) this.#retired = this.#isSlow(text)
    return found
  }

  /** The clock runs on while others have the processor: only its own time counts against a pattern. */
  #isSlow(text: string): boolean {
    const before = process.threadCpuUsage().user
    this.#compiled?.exec(text)
    return process.threadCpuUsage().user - before > SLOW_MS * 1_000
  }
}

function compiles(source: string, flags: string): boolean {
  try {
    new RegExp(source, flags)
    return true
  } catch {
    return false
  }
}

/**
 * The spelling of JavaScript for a pattern as Ruby and Go write them: flags in front, `(?m:` for a dot that takes line
 * ends in Ruby, `\A` and `\z`, POSIX classes. Source: Onigmo RE documentation, RE2 syntax.
 */
export function fromForeignSyntax(source: string, dialect: 'ruby' | 'go'): { source: string; flags: string } {
  let flags = ''
  let text = source
  for (let found = leadingFlags.exec(text); found; found = leadingFlags.exec(text)) {
    flags += found[1]
    text = text.slice(found[0].length)
  }
  const dotAll = dialect === 'ruby' ? 'm' : 's'
  text = text
    .replace(/\(\?([ims]+):/g, (_, inner: string) => `(?${jsFlags(inner, dotAll)}:`)
    .replace(/\\A/g, '^')
    .replace(/\\[zZ]/g, '$')
    // A bracket that comes first in a set is itself there, and ends the set in JavaScript.
    .replace(/(^|[^\\])\[(\^?)\]/g, '$1[$2\\]')
    .replace(/\[:(\w+):\]/g, (found, name: string) => posixClasses[name] ?? found)
  return { source: text, flags: jsFlags(flags, dotAll) }
}

const leadingFlags = /^\(\?([ims]+)\)/

function jsFlags(flags: string, dotAll: string): string {
  return `${flags.includes('i') ? 'i' : ''}${flags.includes(dotAll) ? 's' : ''}`
}

const posixClasses: Readonly<Record<string, string>> = {
  alnum: 'a-zA-Z0-9',
  alpha: 'a-zA-Z',
  digit: '0-9',
  lower: 'a-z',
  space: '\\s',
  upper: 'A-Z',
  xdigit: '0-9a-fA-F',
}
