import { SaxesParser } from 'saxes'
import { err, ok, problem, type Result } from '#core/kernel'
import { CaseCollector } from '../cases.ts'
import type { EvaluationImporter } from '../contract.ts'
import { instantOf } from '../json.ts'
import { type Attributes, TestCase } from './test-case.ts'

/**
 * JUnit XML as test runners write it. A failure fails the case, an error says nothing of what was tested, what was skipped
 * is left out and counted. Properties `control`, `cluster` and `stratum` of a test case, or of a suite around it, are heeded.
 */
export const junit: EvaluationImporter = {
  id: 'junit',
  title: 'JUnit XML',
  formats: 'JUnit XML of any test runner',
  recognises: ({ head }) =>
    /^\uFEFF?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[\s\S])*-->\s*)*<testsuites?[\s/>]/.test(head),
  async read({ bytes }) {
    const text = decoded(bytes)
    if (!text.ok) return text
    const reader = new JunitReader()
    const parser = new SaxesParser({ position: true })
    try {
      reader.read(parser, text.value)
    } catch {
      // The parser's words repeat the text.
      return err(problem('not-junit', `it is no whole XML: see line ${parser.line}, column ${parser.column}`))
    }
    const { name, at, collector } = reader
    return ok(collector.end({ tool: 'JUnit XML', name: name ?? 'test run', at }))
  },
}

/** XML says its encoding itself; UTF-8 where it does not. */
function decoded(bytes: Buffer): Result<string> {
  const [, encoding = 'utf-8'] =
    /^[^<]{0,3}<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(bytes.toString('latin1', 0, 200)) ?? []
  try {
    return ok(new TextDecoder(encoding, { fatal: true }).decode(bytes))
  } catch {
    return err(problem('not-junit', `it is no text in ${encoding}`))
  }
}

/** Suites may hold suites. What is said of one holds for what is in it. */
interface Suite {
  name: string | undefined
  properties: Map<string, string>
}

/** What the outermost element that counts its tests says of them. */
interface Declared {
  depth: number
  tests: number
  failures: number
}

const MAX_DEPTH = 256
const MAX_COUNT = 1_000_000_000

function numberOfText(text = ''): number {
  return /^\d{1,12}$/.test(text) ? Math.min(MAX_COUNT, Number(text)) : 0
}

class JunitReader {
  readonly collector = new CaseCollector()
  name: string | undefined
  at: string | undefined
  readonly #suites: Suite[] = []
  #depth = 0
  #count = 0
  #failed = 0
  #declared: (Declared & { read: number; failed: number }) | undefined
  #open: TestCase | undefined

  read(parser: SaxesParser, text: string): void {
    parser.on('error', (error) => {
      throw error
    })
    parser.on('opentag', ({ name, attributes }) => this.#enter(name, attributes as Attributes))
    parser.on('closetag', ({ name }) => this.#leave(name))
    parser.write(text).close()
  }

  #enter(tag: string, attributes: Attributes): void {
    this.#depth++
    if (this.#depth > MAX_DEPTH) throw new Error('nested too deeply')
    if (this.#depth === 1 && tag !== 'testsuites' && tag !== 'testsuite') throw new Error('no test suites')
    if (this.#depth === 1) this.name = attributes.name
    if (tag.startsWith('testsuite')) this.#heedCounts(attributes)
    if (tag === 'testsuite') this.#enterSuite(attributes)
    else if (tag === 'testcase') this.#open = new TestCase(attributes, this.#suites.at(-1)?.name)
    else if (this.#open) this.#open.enter(tag, attributes)
    else if (tag === 'property') this.#suites.at(-1)?.properties.set(attributes.name ?? '', attributes.value ?? '')
  }

  #enterSuite({ name, timestamp }: Attributes): void {
    const time = instantOf(timestamp)
    if (time !== undefined && (this.at === undefined || time < this.at)) this.at = time
    const above = this.#suites.at(-1)
    this.#suites.push({ name: name ?? above?.name, properties: new Map(above?.properties) })
  }

  #heedCounts({ tests, failures }: Attributes): void {
    if (this.#declared || tests === undefined) return
    const said = { tests: numberOfText(tests), failures: numberOfText(failures) }
    this.#declared = { ...said, depth: this.#depth, read: this.#count, failed: this.#failed }
  }

  /** What a suite counts and its cases do not tell of: they may have failed. */
  #compareCounts(): void {
    const said = this.#declared
    if (said?.depth !== this.#depth) return
    this.#declared = undefined
    const missing = said.tests - (this.#count - said.read)
    this.collector.miss('tests-missing', missing, 'a suite counts more tests than it holds')
    if (missing <= 0 && this.#failed === said.failed)
      this.collector.miss(
        'failures-missing',
        said.failures,
        'a suite counts failures, and none of its tests tells of one',
      )
  }

  #leave(tag: string): void {
    this.#compareCounts()
    this.#depth--
    if (tag === 'testsuite') this.#suites.pop()
    if (tag !== 'testcase' || !this.#open) return
    const place = `test case ${++this.#count}`
    const attempt = this.#open.attempt(this.#suites.at(-1)?.properties)
    this.#open = undefined
    if (attempt?.result === 'fail') this.#failed++
    if (attempt) this.collector.add(attempt, place)
    else this.collector.skip('skipped', place)
  }
}
