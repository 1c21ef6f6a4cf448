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

/**
 * The order of two places, which is total: a number is above everything else, and everything else is compared as a list,
 * place by place: a word is the list of itself, a missing place the empty list. So alpha < nothing < sp < other words
 * < lists that begin with a number < numbers. Maven's own order puts every list above every word and takes a missing
 * place for 0 and for a release word alike, by which v < 0.alpha < 0 < v and 0.5.1 < release6 < 0.0.sp < 0.5.1.
 */
export function compareItems(a: Item | undefined, b: Item | undefined): number {
  if (a?.kind === 'number' && b?.kind === 'number') return compareDigits(a.digits, b.digits)
  if (a?.kind === 'number') return 1
  if (b?.kind === 'number') return -1
  if (a?.kind === 'list' || b?.kind === 'list') return compareLists(placesOf(a), placesOf(b))
  return compareWords(a?.text ?? '', b?.text ?? '') || compareNumbersOf(a, b)
}

function compareLists(a: readonly Item[], b: readonly Item[]): number {
  const length = Math.max(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const order = compareItems(a[at], b[at])
    if (order !== 0) return order
  }
  return 0
}

function placesOf(item: Item | undefined): readonly Item[] {
  if (item === undefined) return []
  return item.kind === 'list' ? item.items : [item]
}

/** A word with a number is above the same word without, and a release word with one above the release: ga1 < ga2. */
function compareNumbersOf(a: Item | undefined, b: Item | undefined): number {
  const left = a?.kind === 'combination'
  const right = b?.kind === 'combination'
  return left && right ? compareDigits(a.digits, b.digits) : Number(left) - Number(right)
}

function beginsWithWord(list: List): boolean {
  const [first] = list.items
  if (first === undefined || first.kind === 'number') return false
  return first.kind === 'list' ? beginsWithWord(first) : true
}

/** Known qualifiers in their order, `''` being the release; unknown words after them, by text. */
function compareWords(a: string, b: string): number {
  const left = qualifiers.indexOf(a)
  const right = qualifiers.indexOf(b)
  if (left >= 0 && right >= 0) return left - right
  if (left < 0 && right < 0) return compareText(a, b)
  return left < 0 ? 1 : -1
}
