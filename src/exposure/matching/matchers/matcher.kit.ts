import { expect, it } from 'vitest'
import { type Component, type KnowledgeReader, matchMethods, type Statement } from '#core/vocabulary'
import { memoryReader } from '#exposure/knowledge'
import { Surroundings } from '../cpe/surroundings.ts'
import { identify } from '../identity.ts'
import type { Opinion } from '../opinion.ts'
import { RememberedOpinions } from '../remembered.ts'
import type { Dial, Matcher } from './types.ts'

/** A component and a statement that the matcher must call affected (or likely so). */
export interface MatcherExample {
  component: Component
  statement: Statement
  dial: Dial
}

/** What every matcher must keep, shown on one example of its own. */
export function testMatcher(matcher: Matcher, example: MatcherExample): void {
  const { component, statement, dial } = example
  const judge = (part: Component, said: Statement): Opinion[] => ask(matcher, part, memoryReader([said]), dial)

  it('has a method of the order of trust and a description', () => {
    expect(matchMethods).toContain(matcher.method)
    expect(matcher.description.length).toBeGreaterThan(20)
  })

  it('hears its example', () => {
    expect(judge(component, statement).map(({ verdict }) => verdict)).toEqual([expect.stringMatching(/affected$/)])
  })

  it('gives reasons that name the source and the record', () => {
    const [opinion] = judge(component, statement)
    expect(opinion?.reasons()).toContainEqual(
      expect.objectContaining({ source: statement.source, recordId: statement.recordId }),
    )
  })

  it('never reads an unparsable version as not affected', () => {
    const cpes = component.cpes.map((cpe) => cpe.replace(component.version ?? '', '*'))
    const garbled = {
      ...component,
      version: '\u0000??',
      cpes,
      upstream: component.upstream.map(({ name }) => ({ name })),
    }
    expect(judge(garbled, statement).filter(({ verdict }) => verdict === 'not-affected')).toEqual([])
  })

  it('claims nothing from a statement without entries', () => {
    expect(judge(component, { ...statement, affected: [] })).toEqual([])
  })

  it('is silent about a component that names nothing', () => {
    const nameless: Component = {
      ...component,
      type: undefined,
      name: '',
      namespace: undefined,
      cpes: [],
      upstream: [],
    }
    expect(matcher.keys(identify(nameless), 'precise')).toEqual([])
  })

  it('gives the same keys every time', () => {
    expect(matcher.keys(identify(component), dial)).toEqual(matcher.keys(identify({ ...component }), dial))
  })
}

function ask(matcher: Matcher, component: Component, reader: KnowledgeReader, dial: Dial): Opinion[] {
  const identity = identify(component)
  const scene = {
    knowledge: reader,
    surroundings: new Surroundings([component], undefined),
    remembered: new RememberedOpinions(),
  }
  return matcher
    .keys(identity, dial)
    .flatMap((key) => reader.statements(key))
    .flatMap((statement) => matcher.judge(identity, statement, scene))
}
