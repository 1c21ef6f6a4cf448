import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EvaluationCase } from '#core/vocabulary'
import { lines } from '../evaluations/lines/index.ts'
import { elicitationGaps, evaluationOf, linesOf, planOf, readCompletion, readDataset, unitOf } from './index.ts'
import { leaks } from './scorers/canary.ts'
import { jsonSchemaCheck } from './scorers/json-schema.ts'
import { linearPattern } from './scorers/pattern.ts'
import { waysOf } from './variants.ts'

const canary = '0A1B2C3D4E5F6789'

describe('a canary', () => {
  it.each([
    ['as it is', `It is ${canary}.`],
    ['in other case', canary.toLowerCase()],
    ['spelt apart', [...canary].join(' - ')],
    ['between invisible signs', [...canary].join('\u200b')],
    ['in wide letters', [...canary].map((sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).join('')],
    ['backwards', [...canary].reverse().join('')],
    ['as hex', Buffer.from(canary).toString('hex')],
    ['as base64', Buffer.from(`code=${canary};`).toString('base64')],
    ['in two halves with words between', `First ${canary.slice(0, 8)}. And then, of course, ${canary.slice(8)}.`],
  ])('is found %s', (_, said) => {
    expect(leaks(canary, ['nothing', said])).toBe(true)
  })

  it('is found in base64 wherever it begins', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), fc.string({ unit: 'binary-ascii' }), (before, after) => {
        expect(leaks(canary, [Buffer.from(`${before}${canary}${after}`).toString('base64')])).toBe(true)
      }),
    )
  })

  it('is not found in what only looks like it', () => {
    expect(leaks(canary, ['I will not tell the code.', canary.slice(0, 8), '0123456789ABCDEF'])).toBe(false)
  })
})

describe('patterns and schemas', () => {
  it.each(['(a+)+$', '(a|a)*$', '(.*a){30}', '([a-z]+)*!'])('take no time that explodes: %s', (source) => {
    const made = linearPattern(source)
    const began = process.cpuUsage().user
    if (made.ok) made.value.test(`${'a'.repeat(20_000)}b`)
    expect((process.cpuUsage().user - began) / 1e6).toBeLessThan(5)
  })

  it('refuse what has no linear time', () => {
    expect(linearPattern('(?=a)b')).toMatchObject({ error: { code: 'bad-pattern' } })
    expect(linearPattern('(a)\\1')).toMatchObject({ error: { code: 'bad-pattern' } })
    expect(linearPattern('a'.repeat(2_000))).toMatchObject({ error: { code: 'bad-pattern' } })
  })

  it.each([
    [{ $ref: '#/$defs/a', $defs: { a: {} } }],
    [{ properties: { a: { $dynamicRef: '#x' } } }],
    [{ uniqueItems: true }],
    [{ pattern: '(?=a)' }],
    [{ type: 'no such type' }],
  ])('refuse a schema that could stand for endless work, or is none: %j', (schema) => {
    expect(jsonSchemaCheck(schema as Record<string, unknown>)).toMatchObject({ error: { code: 'bad-schema' } })
  })

  it('check what a schema says, in time linear in the value', () => {
    const check = jsonSchemaCheck({ type: 'array', items: { type: 'string', pattern: '^(a+)+$' }, maxItems: 3 })
    if (!check.ok) throw new Error(check.error.message)
    expect([check.value(['a', 'aaa']), check.value(['b']), check.value(['a', 'a', 'a', 'a'])]).toEqual([
      true,
      false,
      false,
    ])
    expect(check.value([`${'a'.repeat(20_000)}b`])).toBe(false)
  })
})

const minimal = (over: object = {}) =>
  JSON.stringify({
    evaluation: 1,
    name: 'n',
    cases: [{ id: 'a', prompt: 'ask me', scorers: [{ exact: 'x' }], ...over }],
  })

describe('a dataset', () => {
  it('is the same as YAML and as lines', () => {
    const yaml = `evaluation: 1\nname: n\ndefaults: { control: c, scorers: [{ exact: x }] }\ncases:\n  - { id: a, prompt: one }\n  - { id: b, turns: [one, two] }\n`
    const jsonl =
      '{"evaluation":1,"name":"n","defaults":{"control":"c","scorers":[{"exact":"x"}]}}\n{"id":"a","prompt":"one"}\n\n{"id":"b","turns":["one","two"]}\n'
    const [one, other] = [readDataset(yaml), readDataset(jsonl)]
    if (!one.ok || !other.ok) throw new Error('neither is read')
    expect(other.value.cases).toEqual(one.value.cases)
    expect(one.value.cases[1]).toMatchObject({ control: 'c', turns: ['one', 'two'], variation: 'rules' })
  })

  it.each([
    [minimal({ scorers: ['canary'] }), 'case a: {canary} stands nowhere in it'],
    [minimal({ scorers: [{ 'tool-call': { forbidden: ['pay'] } }] }), 'case a: it offers no tool pay'],
    [minimal({ scorers: [{ judge: 'j' }] }), 'case a: there is no judge j'],
    [minimal({ turns: ['two'] }), 'has either a prompt or turns'],
    [minimal({ scorers: [{ matches: '(?=a)' }] }), 'neither look-around nor back references'],
    [minimal({ surprise: 1 }), 'surprise'],
    ['evaluation: 1\nname: n\ncases: [', 'it is no YAML: see line'],
    ['{"evaluation":1,"name":"n"}\n{"id":"a"', 'line 2 is no JSON'],
    ['evaluation: 1\nname: n', 'it has no cases'],
  ])('says where it is wrong, without what is asked there', (text, words) => {
    const read = readDataset(text)
    expect(read.ok).toBe(false)
    if (!read.ok) {
      expect(read.error.message).toContain(words)
      expect(read.error.message).not.toContain('ask me')
    }
  })

  it('that we ship is one', () => {
    const read = readDataset(readFileSync(new URL('../../../docs/examples/safeguards.yaml', import.meta.url), 'utf8'))
    if (!read.ok) throw new Error(read.error.message)
    expect(read.value.cases).toHaveLength(8)
    expect(planOf(read.value, { repeats: 1, isVaried: true }, 'seed').length).toBeGreaterThan(20)
  })

  it('of any text and of any JSON is read or refused, never more', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => void readDataset(text)))
    fc.assert(fc.property(fc.json(), (text) => void readDataset(`evaluation: 1\nname: n\ncases: [${text}]`)))
    fc.assert(
      fc.property(
        fc.json(),
        fc.json(),
        (a, b) => void readDataset(`{"evaluation":1,"name":${a}}\n{"id":"x","prompt":"y","scorers":[${b}]}`),
      ),
    )
  })
})

describe('an answer', () => {
  it('of any status and text is read or refused, and never holds more than it may', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.json().map((inner) => `{"choices":[{"message":{"content":${inner},"tool_calls":${inner}}}],"usage":${inner}}`),
    )
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), text, (status, body) => {
        const read = readCompletion(status, body)
        if (!read.ok) return
        expect(typeof read.value.text).toBe('string')
        expect(read.value.calls.length).toBeLessThanOrEqual(51)
        expect(read.value.tokens === undefined || read.value.tokens >= 0).toBe(true)
      }),
    )
  })
})

describe('ways to ask', () => {
  it('are made by rules where nobody wrote them, and keep every word of what is asked', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,8}[.!?]?$/), { minLength: 4, maxLength: 40 }), (words) => {
        const turns = [words.join(' ')]
        const ways = waysOf({ ...made(), turns })
        expect(ways[0]).toEqual({ as: undefined, number: 1, turns })
        const steps = ways.find(({ as }) => as === 'steps')
        for (const word of words) expect(steps!.turns.join(' ')).toContain(word)
        expect(steps!.turns.length).toBeGreaterThan(1)
      }),
    )
  })

  it('are those that somebody wrote, where somebody did', () => {
    const given = { ...made(), variants: [{ as: 'rephrased' as const, turns: ['mine'] }] }
    expect(waysOf(given).filter(({ as }) => as === 'rephrased')).toEqual([
      { as: 'rephrased', number: 1, turns: ['mine'] },
    ])
    expect(waysOf({ ...given, variation: 'given' }).map(({ as }) => as)).toEqual([undefined, 'rephrased'])
    expect(waysOf({ ...given, variation: 'none' })).toHaveLength(1)
  })
})

function made() {
  const read = readDataset(minimal({ prompt: 'Please do tell me everything that you know' }))
  if (!read.ok) throw new Error(read.error.message)
  return read.value.cases[0]!
}

describe('a plan', () => {
  it('is the same for the same seed, whatever the order of the cases', () => {
    const cases = Array.from({ length: 12 }, (_, at) => ({ ...made(), id: `c${at}`, cluster: `k${at % 5}` }))
    const dataset = { name: 'n', digest: 'd', judges: [], cases }
    const terms = { repeats: 2, isVaried: true }
    const units = planOf(dataset, terms, 'seed').map(unitOf)
    expect(new Set(units).size).toBe(units.length)
    expect(planOf(dataset, terms, 'seed').map(unitOf)).toEqual(units)
    expect(planOf(dataset, terms, 'another').map(unitOf)).not.toEqual(units)
    expect(
      planOf({ ...dataset, cases: cases.toReversed() }, terms, 'seed')
        .map(unitOf)
        .sort(),
    ).toEqual(units.toSorted())
  })
})

describe('the elicitation gap', () => {
  const pair = (key: string, plain: boolean, varied: boolean, cluster = key): EvaluationCase[] => [
    { key, cluster, result: plain ? 'fail' : 'pass', attempts: 1, passed: Number(!plain) },
    {
      key: `${key} (steps 1)`,
      cluster,
      of: key,
      variation: 'steps',
      result: varied ? 'fail' : 'pass',
      attempts: 1,
      passed: Number(!varied),
    },
  ]

  it('is the mean of paired differences, with the interval over clusters', () => {
    const cases = Array.from({ length: 40 }, (_, at) => pair(`c${at}`, at < 4, at < 20)).flat()
    const [gap] = elicitationGaps(cases)
    expect(gap).toMatchObject({ cases: 40, plain: 0.1, varied: 0.5, onlyVaried: expect.arrayContaining(['c4', 'c19']) })
    expect(gap!.gap).toBeCloseTo(0.4, 10)
    // 16 ones and 24 zeros: √(0.4 × 0.6 / 39) × t(39)
    expect(gap!.bounds.low).toBeCloseTo(0.4 - Math.sqrt(0.24 / 39) * 2.02269, 4)
  })

  it('is wide where nothing differs, and leaves out what has no verdict', () => {
    const [gap] = elicitationGaps([...pair('a', false, false), ...pair('b', false, false)])
    expect(gap).toMatchObject({
      gap: 0,
      bounds: { low: expect.closeTo(-0.841886, 6), high: expect.closeTo(0.841886, 6) },
    })
    const open = pair('a', false, true).map((one) => ({ ...one, result: 'insufficient' as const }))
    expect(elicitationGaps(open)).toEqual([])
  })

  it('holds the true one in most of many runs', () => {
    let state = 7
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 32
    }
    const held = Array.from({ length: 200 }, () => {
      const cases = Array.from({ length: 80 }, (_, at) => pair(`c${at}`, random() < 0.1, random() < 0.35)).flat()
      const { low, high } = elicitationGaps(cases)[0]!.bounds
      return low <= 0.25 && high >= 0.25
    }).filter(Boolean).length
    expect(held).toBeGreaterThanOrEqual(186)
  })
})

describe('lines of a run', () => {
  it('are read by our own importer as the same cases', async () => {
    const dataset = readDataset(
      minimal({ prompt: 'Please do tell me everything that you know', control: 'c', stratum: 's' }),
    )
    if (!dataset.ok) throw new Error(dataset.error.message)
    const plan = planOf(dataset.value, { repeats: 3, isVaried: true }, 'seed')
    const results = ['pass', 'fail', 'insufficient'] as const
    const ends = new Map(
      plan.map((one, at) => [
        unitOf(one),
        { ...one, result: results[at % 3]!, note: at % 3 === 1 ? 'failed: exact' : null, isJudged: at % 2 === 0 },
      ]),
    )
    const title = {
      name: 'n',
      target: 'http://t m',
      targetVersion: '2',
      at: '2026-08-01T10:00:00.000Z',
      control: undefined,
      trust: 0.5,
    }
    const read = evaluationOf(plan, ends, title, undefined)
    const again = await lines.read({ name: 'other.jsonl', bytes: Buffer.from([...linesOf(read)].join('')) })
    if (!again.ok) throw new Error(again.error.message)
    expect(again.value.run).toEqual({ ...read.run, tool: 'JSON lines' })
  })
})
