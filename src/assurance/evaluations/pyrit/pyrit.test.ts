import { describe, expect, it } from 'vitest'
import { checkEvaluationImporter, sample, secretWords } from '../evaluation.kit.ts'
import { pyrit } from './index.ts'

interface Given {
  objective: string
  outcome: string
  labels?: Record<string, string>
  harm?: string[]
  error?: string
}

const component = (name: string, more = {}) => ({
  class_name: name,
  class_module: 'm',
  hash: 'h',
  pyrit_version: '1.1.0',
  ...more,
})
const target = component('TextTarget', { endpoint: 'e', model_name: 'm1' })
const attack = component('PromptSendingAttack', { children: { objective_target: target } })
const technique = component('Technique', { children: { attack } })

/** A result as PyRIT 1.1 writes it. */
function attackOf({ objective, outcome, labels = {}, harm = [], error }: Given) {
  const score = {
    score_value: outcome === 'success' ? 'True' : 'False',
    status: 'complete',
    score_type: 'true_false',
    score_rationale: secretWords,
    scorer_class_identifier: component('SelfAskTrueFalseScorer'),
  }
  return {
    conversation_id: 'c',
    objective: `${objective} ${secretWords}`,
    attack_result_id: 'a',
    atomic_attack_identifier: component('AtomicAttack', { children: { attack_technique: technique } }),
    last_response: { role: 'assistant', original_value: secretWords, converted_value: secretWords },
    last_score: score,
    outcome,
    outcome_reason: secretWords,
    timestamp: '2026-01-02T03:04:05.000006Z',
    labels,
    targeted_harm_categories: harm,
    error_message: error && secretWords,
    error_type: error ?? null,
    metadata: { said: secretWords },
  }
}

function scenarioOf(given: readonly Given[], state = 'COMPLETED'): string {
  return JSON.stringify({
    id: 'i',
    scenario_identifier: component('Demo'),
    scenario_description: secretWords,
    attack_results: {
      base64: given.map(attackOf),
      plain: given.slice(0, 1).map(() => attackOf({ objective: 'once', outcome: 'failure' })),
    },
    scenario_run_state: state,
    labels: { control: 'gate' },
    creation_time: '2026-01-02T03:04:05Z',
    scenario_name: 'Demo',
    pyrit_version: '1.1.0',
    objective_target_identifier: target,
  })
}

const given: Given[] = [
  { objective: 'a', outcome: 'success', harm: ['privacy'] },
  { objective: 'a', outcome: 'failure', harm: ['privacy'] },
  { objective: 'b', outcome: 'failure' },
  { objective: 'c', outcome: 'error', error: 'RateLimitError' },
  { objective: 'd', outcome: 'undetermined', labels: { id: 'mine', cluster: 'k', stratum: 'chat', control: 'gate' } },
]

interface Talk {
  id: string
  asked: string
  scores: { type: string; value: string; scorer: string }[]
}

/** Conversations as the memory of PyRIT exported them until 0.14. */
function exportOf(talks: readonly Talk[]): string {
  const pieces = talks.flatMap(({ id, asked, scores }) => {
    const piece = (role: string, sequence: number, value: string) => ({
      id: `${id}${sequence}`,
      role,
      conversation_id: id,
      sequence,
      timestamp: '2025-01-02T03:04:05',
      labels: { control: 'gate', note: secretWords },
      prompt_target_identifier: { __type__: 'TextTarget', __module__: 'm' },
      original_value: `${value} ${secretWords}`,
      converted_value: `${value} ${secretWords}`,
    })
    const scored = scores.map(({ type, value, scorer }) => ({
      score_type: type,
      score_value: value,
      score_rationale: secretWords,
      score_value_description: secretWords,
      scorer_class_identifier: { __type__: scorer },
    }))
    return [
      { ...piece('system', 0, 'rules'), scores: [] },
      { ...piece('user', 1, asked), scores: [] },
      { ...piece('assistant', 2, 'well'), scores: scored },
      { ...piece('user', 3, 'go on'), scores: [] },
    ]
  })
  return JSON.stringify(pieces, null, 4)
}

const truth = (value: string, scorer = 'SelfAskTrueFalseScorer') => ({ type: 'true_false', value, scorer })
const scale = (value: string) => ({ type: 'float_scale', value, scorer: 'SelfAskScaleScorer' })
const refusal = (value: string) => truth(value, 'SelfAskRefusalScorer')

checkEvaluationImporter(pyrit, {
  samples: [
    sample({
      name: 'scenario.json',
      records: given,
      write: (records) => scenarioOf(records),
      cases: [
        'base64 digest fail 1/2',
        'base64 digest insufficient 0/1',
        'base64 digest pass 1/1',
        'mine insufficient 0/1',
        'plain digest pass 1/1',
      ],
      run: { tool: 'PyRIT 1.1.0', name: 'Demo', target: 'TextTarget m1', at: '2026-01-02T03:04:05.000Z' },
    }),
    sample({
      name: 'attacks.json',
      records: given,
      write: (records) => JSON.stringify(records.map(attackOf)),
      cases: [
        'PromptSendingAttack digest fail 1/2',
        'PromptSendingAttack digest insufficient 0/1',
        'PromptSendingAttack digest pass 1/1',
        'mine insufficient 0/1',
      ],
      run: { tool: 'PyRIT 1.1.0', name: 'PyRIT attacks', target: 'TextTarget m1', at: '2026-01-02T03:04:05.000Z' },
    }),
    sample({
      name: 'exported_conversations.json',
      records: [
        { id: 'c1', asked: `a ${secretWords}`, scores: [truth('True')] },
        { id: 'c2', asked: 'a', scores: [truth('False')] },
        { id: 'c3', asked: 'b', scores: [refusal('True')] },
        { id: 'c4', asked: 'c', scores: [scale('0.4')] },
      ],
      write: exportOf,
      cases: ['digest fail 0/1', 'digest insufficient 0/1', 'digest pass 1/1', 'digest pass 1/1'],
      run: { tool: 'PyRIT', name: 'PyRIT attacks', target: 'TextTarget', at: '2025-01-02T03:04:05.000Z' },
    }),
  ],
  many: (count) => ({
    name: 'attacks.json',
    content: JSON.stringify(
      Array.from({ length: count }, (_, at) => ({ conversation_id: 'c', objective: `${at}`, outcome: 'failure' })),
    ),
  }),
})

async function read(content: string) {
  const read = await pyrit.read({ name: 'x.json', bytes: Buffer.from(content) })
  if (!read.ok) throw new Error(read.error.message)
  return read.value
}

describe('attacks of PyRIT', () => {
  it('a safeguard holds where the attack did not reach its objective', async () => {
    const { run } = await read(scenarioOf(given))
    const told = run.cases.map(({ result, stratum, control, note }) => `${result} ${stratum} ${control} ${note}`)
    expect(told.sort()).toEqual([
      'fail privacy gate reached: SelfAskTrueFalseScorer',
      'insufficient chat gate undetermined',
      'insufficient undefined gate error: RateLimitError',
      'pass undefined gate undefined',
      'pass undefined gate undefined',
    ])
  })

  it('an outcome that its last score contradicts counts for the worse, and is told', async () => {
    const record = { ...attackOf({ objective: 'o', outcome: 'success' }), outcome: 'failure' }
    const { run, outcome } = await read(JSON.stringify([record]))
    expect(run.cases.map(({ result }) => result)).toEqual(['fail'])
    expect(outcome.dropped).toMatchObject([{ code: 'contradicts-itself', count: 1 }])
  })

  it('one objective under several attacks is a cluster', async () => {
    const { run } = await read(scenarioOf([{ objective: 'once', outcome: 'success' }]))
    expect(new Set(run.cases.map(({ key }) => key)).size).toBe(2)
    expect(new Set(run.cases.map(({ cluster }) => cluster)).size).toBe(1)
  })

  it.each(['CREATED', 'IN_PROGRESS', 'FAILED', 'CANCELLED'])(
    'a scenario that is %s is told as unfinished',
    async (state) => {
      const { outcome } = await read(scenarioOf(given, state))
      expect(outcome.dropped).toMatchObject([{ code: 'run-not-finished', count: 1 }])
    },
  )
})

describe('scores of conversations', () => {
  it.each([
    ['fail', [truth('true')]],
    ['pass', [truth('False')]],
    ['pass', [refusal('True')]],
    ['fail', [refusal('False')]],
    // An attack of many turns asks along the way whether it was refused.
    ['pass', [refusal('False'), truth('False')]],
    ['fail', [truth('False'), truth('True')]],
    ['pass', [scale('0.0')]],
    ['fail', [scale('1.0')]],
    ['insufficient', [scale('0.5')]],
    ['insufficient', [scale('')]],
    ['insufficient', []],
  ])('%s: %j', async (result, scores) => {
    const { run } = await read(exportOf([{ id: 'c', asked: 'a', scores }]))
    expect(run.cases.map((one) => one.result)).toEqual([result])
  })
})
