import { compareDigits, compareText, isDigit } from './digits.ts'

/** A number, a word, a word with its number (`rc2`), or a list opened by `-` or a change from digits to letters. */
export type Item =
  | { kind: 'number'; digits: string }
  | { kind: 'word'; text: string }
  | { kind: 'combination'; text: string; digits: string }
  | { kind: 'list'; items: Item[] }

type List = Extract<Item, { kind: 'list' }>

const qualifiers = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp']
const aliases: Readonly<Record<string, string>> = { ga: '', final: '', release: '', cr: 'rc' }
const shortForms: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' }
const zero: Item = { kind: 'number', digits: '0' }

/** Reads a version into nested lists by the rules of Maven's version order. */
export function parseMaven(input: string): Item {
  const text = input.toLowerCase()
  const root: List = { kind: 'list', items: [] }
  const opened: List[] = [root]
  const builder = new Builder(text, root, opened)
  for (let at = 0; at < text.length; at++) builder.step(at)
  builder.finish()
  for (const list of opened.toReversed()) normalise(list)
  return root
}

class Builder {
  readonly #text: string
  readonly #opened: List[]
  #list: List
  #start = 0
  #inDigits = false
  #combining = false

  constructor(text: string, root: List, opened: List[]) {
    this.#text = text
    this.#list = root
    this.#opened = opened
  }

  step(at: number): void {
    const character = this.#text[at]
    if (character === '.') this.#dot(at)
    else if (character === '-') this.#dash(at)
    else if (isDigit(this.#text.charCodeAt(at))) this.#digit(at)
    else this.#letter(at)
  }

  finish(): void {
    if (this.#text.length <= this.#start) return
    if (!this.#inDigits && this.#list.items.length > 0) this.#open()
    this.#list.items.push(this.#item(this.#text.length))
  }

  #dot(at: number): void {
    this.#list.items.push(at === this.#start ? zero : this.#item(at))
    this.#combining = false
    this.#start = at + 1
  }

  #dash(at: number): void {
    if (at === this.#start) this.#list.items.push(zero)
    else {
      // A word, a dash and a number belong together: rc-1 is rc1.
      if (!this.#inDigits && at < this.#text.length - 1 && isDigit(this.#text.charCodeAt(at + 1))) {
        this.#combining = true
        return
      }
      this.#list.items.push(this.#item(at))
    }
    this.#start = at + 1
    if (this.#list.items.length > 0) this.#open()
    this.#combining = false
  }

  #digit(at: number): void {
    if (!this.#inDigits && at > this.#start) {
      this.#combining = true
      if (this.#list.items.length > 0) this.#open()
    }
    this.#inDigits = true
  }

  #letter(at: number): void {
    if (this.#inDigits && at > this.#start) {
      this.#list.items.push(this.#item(at))
      this.#start = at
      this.#open()
      this.#combining = false
    }
    this.#inDigits = false
  }

  #open(): void {
    const inner: List = { kind: 'list', items: [] }
    this.#list.items.push(inner)
    this.#list = inner
    this.#opened.push(inner)
  }

  #item(end: number): Item {
    const text = this.#text.slice(this.#start, end)
    if (this.#combining) return combination(text.replaceAll('-', ''))
    return this.#inDigits ? { kind: 'number', digits: text } : { kind: 'word', text: aliases[text] ?? text }
  }
}

function combination(text: string): Item {
  const at = text.search(/\d/)
  const word = text.slice(0, at)
  return { kind: 'combination', text: shortForms[word] ?? aliases[word] ?? word, digits: text.slice(at) }
}

/** Drops what says nothing: zeros and release words at the end or before a qualifier. */
function normalise(list: List): void {
  for (let at = list.items.length - 1; at >= 0; at--) {
    if (!isNothing(list.items[at]!)) continue
    const next = list.items[at + 1]
    if (next === undefined || next.kind === 'word' || (next.kind === 'list' && beginsWithWord(next)))
      list.items.splice(at, 1)
  }
}

function isNothing(item: Item): boolean {
  switch (item.kind) {
    case 'number':
      return /^0*$/.test(item.digits)
    case 'word':
      return item.text === ''
    case 'combination':
      return false
    case 'list':
      return item.items.length === 0
  }
}

/** Rank of kinds that differ: a word below a list below a number; a word with its number stands between word and list. */
const ranks: Readonly<Record<Item['kind'], number>> = { word: 0, combination: 1, list: 2, number: 3 }

/** Maven's order of two items; a missing one is what a release would have there. */
export function compareItems(a: Item, b: Item): number {
  if (isRelease(a)) return isRelease(b) ? 0 : -compareWithNothing(b)
  if (isRelease(b)) return compareWithNothing(a)
  if (a.kind === 'word' && b.kind === 'combination') return compareWords(a.text, b.text) || -1
  if (a.kind === 'combination' && b.kind === 'word') return compareWords(a.text, b.text) || 1
  if (a.kind === 'number' && b.kind === 'number') return compareDigits(a.digits, b.digits)
  if (a.kind === 'word' && b.kind === 'word') return compareWords(a.text, b.text)
  if (a.kind === 'combination' && b.kind === 'combination')
    return compareWords(a.text, b.text) || compareDigits(a.digits, b.digits)
  if (a.kind === 'list' && b.kind === 'list') return compareLists(a, b)
  if (a.kind === 'list' && isWord(b) && beginsWithWord(a)) return compareLists(a, { kind: 'list', items: [b] })
  if (b.kind === 'list' && isWord(a) && beginsWithWord(b)) return compareLists({ kind: 'list', items: [a] }, b)
  return ranks[a.kind] - ranks[b.kind]
}

/** `ga`, `final` and the like, with a number or without: the release itself. */
function isRelease(item: Item): boolean {
  return (item.kind === 'word' || item.kind === 'combination') && item.text === ''
}

function isWord(item: Item): boolean {
  return item.kind === 'word' || item.kind === 'combination'
}

/**
 * Such a list is compared with a word as its own word is. Maven puts every list above every word, by which
 * v < 0.alpha < 0 < v.
 */
function beginsWithWord(list: List): boolean {
  const [first] = list.items
  return first !== undefined && (first.kind === 'list' ? beginsWithWord(first) : isWord(first))
}

function compareLists(a: List, b: List): number {
  const length = Math.max(a.items.length, b.items.length)
  for (let at = 0; at < length; at++) {
    const left = a.items[at]
    const right = b.items[at]
    const order =
      left === undefined
        ? -compareWithNothing(right!)
        : right === undefined
          ? compareWithNothing(left)
          : compareItems(left, right)
    if (order !== 0) return order
  }
  return 0
}

function compareWithNothing(item: Item): number {
  switch (item.kind) {
    case 'number':
      return isNothing(item) ? 0 : 1
    case 'word':
    case 'combination':
      return compareWords(item.text, '')
    case 'list': {
      for (const inner of item.items) {
        const order = compareWithNothing(inner)
        if (order !== 0) return order
      }
      return 0
    }
  }
}

/** Known qualifiers in their order, `''` being the release; unknown words after them, by text. */
function compareWords(a: string, b: string): number {
  const left = qualifiers.indexOf(a)
  const right = qualifiers.indexOf(b)
  if (left >= 0 && right >= 0) return left - right
  if (left < 0 && right < 0) return compareText(a, b)
  return left < 0 ? 1 : -1
}
