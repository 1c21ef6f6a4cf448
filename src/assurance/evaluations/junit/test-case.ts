import type { Attempt } from '../cases.ts'
import { exceptionOf, keyOf, nameOf, noteOf } from '../json.ts'

export type Attributes = Readonly<Record<string, string | undefined>>

/** How an attempt ended, by the element that says so. Surefire tells attempts that were made again (reports, "rerun"). */
const endings = new Map<string, 'failure' | 'error' | 'skipped'>([
  ['failure', 'failure'],
  ['rerunFailure', 'failure'],
  ['flakyFailure', 'failure'],
  ['error', 'error'],
  ['rerunError', 'error'],
  ['flakyError', 'error'],
  ['skipped', 'skipped'],
])
/** Words of the attribute `status`, where no element says how it ended. */
const failedWords = new Set(['failed', 'fail', 'failure'])
const errorWords = new Set(['error', 'errored', 'broken', 'timeout', 'aborted'])
const unrun = new Set(['notrun', 'skipped', 'disabled', 'ignored'])

/** One `testcase` while it is read. */
export class TestCase {
  readonly #key: string
  readonly #suite: string | undefined
  readonly #properties = new Map<string, string>()
  readonly #kinds = new Set<string>()
  #failures = 0
  #errors = 0
  readonly #status: string
  #isSkipped: boolean
  /** A `flaky…` element tells of an attempt before one that passed. */
  #isFlaky = false

  constructor({ name = '', classname, status = '' }: Attributes, suite: string | undefined) {
    this.#suite = suite
    this.#status = status.toLowerCase()
    this.#isSkipped = unrun.has(this.#status)
    this.#key = [classname || suite, parameterless(name)].filter(Boolean).join('.')
  }

  enter(tag: string, { name, value, message, type }: Attributes): void {
    if (tag === 'property' && name !== undefined && value !== undefined) this.#properties.set(name, value)
    const ending = endings.get(tag)
    if (ending === undefined) return
    if (ending === 'skipped') this.#isSkipped = true
    if (ending === 'failure') this.#failures++
    if (ending === 'error') this.#errors++
    if (tag.startsWith('flaky')) this.#isFlaky = true
    const kind = nameOf(type) ?? exceptionOf(message)
    if (ending !== 'skipped' && kind !== undefined) this.#kinds.add(kind)
  }

  #heedStatus(): void {
    if (failedWords.has(this.#status)) this.#failures = 1
    else if (errorWords.has(this.#status)) this.#errors = 1
  }

  /** `undefined` where it was skipped. Its own properties come before those of the suites around it. */
  attempt(around: ReadonlyMap<string, string> | undefined): Attempt | undefined {
    if (this.#failures + this.#errors === 0) this.#heedStatus()
    const bad = this.#failures + this.#errors
    if (this.#isSkipped && bad === 0) return undefined
    const passed = bad === 0 || this.#isFlaky ? 1 : 0
    const property = (name: string) => this.#properties.get(name) ?? around?.get(name)
    return {
      key: property('id') ?? this.#key,
      result: this.#failures > 0 ? 'fail' : this.#errors > 0 ? 'insufficient' : 'pass',
      attempts: bad + passed,
      passed,
      control: property('control'),
      cluster: property('cluster'),
      stratum: property('stratum') ?? this.#suite,
      note: noteOf(this.#failures > 0 ? 'failed' : 'error', [...this.#kinds]),
    }
  }
}

/** Runners write a test's parameters into its name, and a parameter may be a prompt: what is more than a word is digested. */
function parameterless(name: string): string {
  const [, title, parameters] = /^([^[]*)\[([\s\S]*)\]$/.exec(name.trim()) ?? []
  if (title === undefined || parameters === undefined || /^[\w.:/-]{0,40}$/.test(parameters)) return name
  return `${title}[${keyOf(parameters)}]`
}
