import { SaxesParser } from 'saxes'
import { err, ok, problem } from '#core/kernel'
import { type Attempt, CaseCollector } from '../cases.ts'
import type { EvaluationImporter } from '../contract.ts'
import { instantOf } from '../json.ts'

interface OpenCase {
  key: string
  suite: string | undefined
  result: Attempt['result'] | 'skipped'
  note: string | undefined
  properties: Record<string, string>
}

/**
 * JUnit XML as test runners write it. A failure fails the case, an error says nothing of what was tested, what was skipped
 * is left out and counted. Properties `control`, `cluster` and `stratum` of a test case are heeded.
 */
export const junit: EvaluationImporter = {
  id: 'junit',
  title: 'JUnit XML',
  formats: 'JUnit XML of any test runner',
  recognises: ({ head }) => /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<testsuites?[\s>]/.test(head),
  async read({ bytes }) {
    const reader = new JunitReader()
    try {
      reader.read(bytes.toString('utf8'))
    } catch (cause) {
      return err(problem('not-junit', `it is no JUnit XML: ${(cause as Error).message.slice(0, 200)}`, cause))
    }
    const { cases, outcome } = reader.collector.end()
    const { name, at } = reader
    return ok({ run: { tool: 'JUnit XML', name, ...(at !== undefined && { at }), cases }, outcome })
  },
}

class JunitReader {
  readonly collector = new CaseCollector()
  name = 'test run'
  at: string | undefined
  #suite: string | undefined
  #open: OpenCase | undefined

  read(text: string): void {
    const parser = new SaxesParser()
    parser.on('error', (error) => {
      throw error
    })
    parser.on('opentag', ({ name, attributes }) => this.#enter(name, attributes as Record<string, string>))
    parser.on('closetag', ({ name }) => this.#leave(name))
    parser.write(text).close()
  }

  #enter(tag: string, attributes: Record<string, string>): void {
    if (tag === 'testsuites' && attributes.name) this.name = attributes.name
    if (tag === 'testsuite') {
      this.#suite = attributes.name
      this.at ??= instantOf(attributes.timestamp)
    }
    if (tag === 'testcase') {
      const { name = '', classname } = attributes
      const key = classname ? `${classname}.${name}` : name
      this.#open = { key, suite: this.#suite, result: 'pass', note: undefined, properties: {} }
    }
    if (this.#open) noteIn(this.#open, tag, attributes)
  }

  #leave(tag: string): void {
    if (tag !== 'testcase' || !this.#open) return
    const { key, suite, result, note, properties } = this.#open
    this.#open = undefined
    const { control, cluster, stratum = suite } = properties
    if (result === 'skipped') this.collector.skip('skipped', key)
    else this.collector.add({ key, result, control, cluster, stratum, note })
  }
}

function noteIn(open: OpenCase, tag: string, { name, value, message }: Record<string, string>): void {
  if (tag === 'failure') open.result = 'fail'
  if (tag === 'error' && open.result !== 'fail') open.result = 'insufficient'
  if (tag === 'skipped') open.result = 'skipped'
  if (tag === 'failure' || tag === 'error') open.note ??= message
  if (tag === 'property' && name !== undefined && value !== undefined) open.properties[name] = value
}
