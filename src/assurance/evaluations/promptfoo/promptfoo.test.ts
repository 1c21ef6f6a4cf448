import { describe, expect, it } from 'vitest'
import { checkEvaluationImporter, sample, secretWords } from '../evaluation.kit.ts'
import { promptfoo } from './index.ts'

interface Given {
  topic: string
  description?: string
  metadata?: Record<string, unknown>
  outcome?: 'pass' | 'fail' | 'error'
  assert?: unknown[]
  provider?: { id: string; label: string }
  promptId?: string
}

/** A result as promptfoo 0.121 writes it. */
function resultOf({ topic, description, metadata, outcome = 'pass', assert, provider, promptId = 'aa11' }: Given) {
  const assertions = assert ?? [{ type: 'llm-rubric', value: secretWords }]
  const isPass = outcome === 'pass'
  const grading = {
    pass: isPass,
    score: Number(isPass),
    reason: isPass ? 'All assertions passed' : `it says ${secretWords}`,
    componentResults: assertions.map((assertion) => ({ pass: isPass, score: 1, reason: secretWords, assertion })),
  }
  return {
    cost: 0,
    ...(outcome !== 'pass' && { error: `Expected ${secretWords}` }),
    gradingResult: outcome === 'error' ? null : grading,
    id: 'x',
    prompt: { raw: `Say ${topic}: ${secretWords}`, label: `Say {{topic}} ${secretWords}` },
    promptId,
    promptIdx: 0,
    provider: provider ?? { id: 'custom', label: '' },
    response: { output: `You said ${secretWords}` },
    success: isPass,
    testCase: {
      vars: { topic: `${topic} ${secretWords}` },
      assert: assertions,
      ...(description && { description }),
      metadata,
    },
    testIdx: 0,
    vars: { topic: `${topic} ${secretWords}` },
    metadata,
    failureReason: { pass: 0, fail: 1, error: 2 }[outcome],
  }
}

const about = { promptfooVersion: '0.121.20', evaluationCreatedAt: '2026-01-02T03:04:05.000Z' }

function wholeOf(results: readonly unknown[]): string {
  const summary = { version: 3, timestamp: '2026-01-02T03:04:05.678Z', prompts: [{ raw: secretWords }], results }
  return JSON.stringify(
    { evalId: 'eval-1', results: summary, config: { description: 'Tea', prompts: [secretWords] }, metadata: about },
    null,
    2,
  )
}

function linesOf(results: readonly unknown[]): string {
  return results.map((result) => `${JSON.stringify(result)}\n`).join('')
}

const results = [
  resultOf({ topic: 'tea', metadata: { id: 'c1', control: 'gate', cluster: 'k', stratum: 'chat' } }),
  resultOf({ topic: 'tea', metadata: { id: 'c1', control: 'gate', cluster: 'k', stratum: 'chat' } }),
  resultOf({ topic: 'milk', metadata: { id: 'c2', conversationId: 'v1' }, outcome: 'fail' }),
  resultOf({ topic: 'milk', metadata: { id: 'c2', conversationId: 'v1' } }),
  resultOf({ topic: 'air', metadata: { id: 'c3' }, outcome: 'error' }),
  resultOf({ topic: 'stone', metadata: { id: 'c4' }, assert: [] }),
]
const cases = ['c1 pass 2/2', 'c2 fail 1/2', 'c3 insufficient 0/1', 'c4 insufficient 0/1']

/** Before version 3 a result said nothing of its test but its variables. */
function oldOf(results: readonly { outcome: boolean; topic: string }[]): string {
  const old = results.map(({ outcome, topic }) => ({
    provider: { id: 'custom' },
    prompt: { raw: secretWords },
    vars: { topic, text: secretWords },
    success: outcome,
    response: { output: secretWords },
    gradingResult: { pass: outcome, reason: secretWords },
  }))
  return JSON.stringify({
    evalId: null,
    results: { version: 2, timestamp: '2024-05-01T00:00:00Z', results: old, table: {} },
  })
}

checkEvaluationImporter(promptfoo, {
  samples: [
    sample({
      name: 'out.json',
      records: results,
      write: wholeOf,
      cases,
      run: { tool: 'promptfoo 0.121.20', name: 'Tea', target: 'custom', at: '2026-01-02T03:04:05.678Z' },
    }),
    sample({
      name: 'out.jsonl',
      records: results,
      write: linesOf,
      cases,
      run: { tool: 'promptfoo', name: 'promptfoo evaluation', target: 'custom' },
    }),
    sample({
      name: 'old.json',
      records: [
        { outcome: true, topic: 'a' },
        { outcome: false, topic: secretWords },
      ],
      write: oldOf,
      cases: ['digest fail 0/1', 'digest pass 1/1'],
      run: { tool: 'promptfoo', name: 'promptfoo evaluation', target: 'custom', at: '2024-05-01T00:00:00.000Z' },
    }),
  ],
  many: (count) => ({
    name: 'out.jsonl',
    content: linesOf(
      Array.from({ length: count }, (_, at) => ({
        gradingResult: { pass: true, componentResults: [{ pass: true }] },
        success: true,
        testCase: { vars: { topic: `t${at}` } },
      })),
    ),
  }),
})

async function read(given: readonly Given[]) {
  const text = wholeOf(given.map(resultOf))
  const read = await promptfoo.read({ name: 'out.json', bytes: Buffer.from(text) })
  if (!read.ok) throw new Error(read.error.message)
  return read.value.run
}

describe('cases of promptfoo', () => {
  it('tests that share a description are cases of their own', async () => {
    const { cases } = await read([
      { topic: 'a', description: 'greets' },
      { topic: 'b', description: 'greets', outcome: 'fail' },
    ])
    expect(cases.map(({ key, attempts }) => [key.slice(0, 14), attempts])).toEqual([
      ['greets digest:', 1],
      ['greets digest:', 1],
    ])
  })

  it('a described test keeps its key when its assertions change', async () => {
    const [before, after] = await Promise.all([
      read([{ topic: 'a', description: 'greets', assert: [{ type: 'equals', value: 'x' }] }]),
      read([{ topic: 'a', description: 'greets', assert: [{ type: 'is-json' }] }]),
    ])
    expect(after.cases[0]?.key).toBe(before.cases[0]?.key)
  })

  it('the answers of several targets, and to several prompts, are cases of their own', async () => {
    const other = { id: 'https://me:pass@host.test/v1?key=secret#x', label: '' }
    const run = await read([
      { topic: 'a', metadata: { id: 'c' } },
      { topic: 'a', metadata: { id: 'c' }, promptId: 'bb22' },
      { topic: 'a', metadata: { id: 'c' }, provider: { id: 'other', label: 'Other' } },
    ])
    expect(run.cases.map(({ key }) => key)).toEqual([
      'c @ prompt aa11 @ Other',
      'c @ prompt aa11 @ custom',
      'c @ prompt bb22 @ custom',
    ])
    expect(run.cases.map(({ cluster }) => cluster)).toEqual(['c', 'c', 'c'])
    expect(run.target).toBe('Other, custom')
    expect((await read([{ topic: 'a', provider: other }])).target).toBe('https://host.test/v1')
  })

  it('a red team’s plug-ins are strata, by strategy; one attack in several ways is a cluster', async () => {
    const plain = { pluginId: 'pii:direct', severity: 'high', goal: secretWords }
    const { cases } = await read([
      { topic: 'ask', metadata: plain },
      {
        topic: 'nfx',
        metadata: { ...plain, strategyId: 'rot13', originalText: `ask ${secretWords}` },
        outcome: 'fail',
      },
      { topic: 'else', metadata: { ...plain, strategyId: 'basic' } },
    ])
    expect(cases.map(({ stratum, result }) => `${stratum} ${result}`).sort()).toEqual([
      'pii:direct (rot13) fail',
      'pii:direct pass',
      'pii:direct pass',
    ])
    expect(new Set(cases.map(({ cluster }) => cluster)).size).toBe(2)
  })

  it('a success whose grading did not pass is a failure, and results that are counted and not there are told', async () => {
    const given = { ...resultOf({ topic: 'a' }), gradingResult: { pass: false } }
    const text = JSON.stringify({
      evalId: 'e',
      results: { version: 3, stats: { successes: 2, failures: 1 }, results: [given] },
    })
    const found = await promptfoo.read({ name: 'out.json', bytes: Buffer.from(text) })
    if (!found.ok) throw new Error(found.error.message)
    expect(found.value.run.cases.map(({ result }) => result)).toEqual(['fail'])
    const told = found.value.outcome.dropped.map(({ code, count }) => `${code} ${count}`)
    expect(told.sort()).toEqual(['contradicts-itself 1', 'results-missing 2'])
  })

  it('a note names the assertions that failed, not what they say', async () => {
    const assert = [
      { type: 'contains', value: secretWords },
      { type: 'llm-rubric', metric: 'Politeness' },
      { type: 'python', metric: secretWords },
    ]
    const { cases } = await read([
      { topic: 'a', assert, outcome: 'fail' },
      { topic: 'b', outcome: 'error' },
      { topic: 'c', assert: [] },
    ])
    expect(cases.map(({ note }) => note).sort()).toEqual([
      'failed: Politeness, contains, python',
      'no assertion',
      'the call failed',
    ])
  })

  it.each([
    'Description,q,[a] {{q}},Status,Score,Named Scores,Grader Reason,Comment\nx,y,z,PASS,1.00,,ok,\n',
    '<promptfoo>\n  <evalId>eval-1</evalId>\n</promptfoo>\n',
    'evalId: eval-1\nresults:\n  version: 3\n',
  ])('its other outputs are refused, and what to take is said: %s', async (text) => {
    expect(promptfoo.recognises({ name: 'out', head: text })).toBe(true)
    expect(await promptfoo.read({ name: 'out', bytes: Buffer.from(text) })).toMatchObject({
      error: { message: expect.stringContaining('-o results.json') },
    })
  })
})
