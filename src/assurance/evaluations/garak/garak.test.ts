import { describe, expect, it } from 'vitest'
import { checkEvaluationImporter, sample, secretWords } from '../evaluation.kit.ts'
import { garak } from './index.ts'

interface Given {
  probe: string
  prompt: string
  scores: Record<string, (number | null)[]>
  status?: number
  notes?: Record<string, unknown>
}

const content = (text: string) => ({ text: `${text} ${secretWords}`, lang: 'en', data_path: null, notes: {} })

/** An attempt as garak 0.17 writes it. */
function attemptOf({ probe, prompt, scores, status = 2, notes = {} }: Given) {
  return {
    entry_type: 'attempt',
    uuid: `${probe} ${prompt}`,
    seq: 0,
    status,
    probe_classname: probe,
    probe_params: {},
    targets: [],
    prompt: { turns: [{ role: 'user', content: content(prompt) }], notes: null },
    outputs: [content('out')],
    detector_results: status === 2 ? scores : {},
    notes: { triggers: [secretWords], ...notes },
    goal: secretWords,
  }
}

const setup = {
  entry_type: 'start_run setup',
  '_config.version': '0.17.1',
  'plugins.target_type': 'test',
  'plugins.target_name': 'Repeat',
  'reporting.report_prefix': '/home/me/weekly',
}
const init = { entry_type: 'init', garak_version: '0.17.1', start_time: '2026-01-02T03:04:05.123456', run: 'r' }
const completion = { entry_type: 'completion', end_time: '2026-01-02T03:05:05', run: 'r' }

function reportOf(entries: readonly object[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
}

/** Every attempt is written before it is judged, too. */
function written(given: readonly Given[]): object[] {
  return [
    ...given.map((one) => attemptOf({ ...one, status: 1 })),
    ...given.filter(({ status }) => status !== 1).map(attemptOf),
  ]
}

const given: Given[] = [
  { probe: 'test.Test', prompt: 'a', scores: { 'always.Pass': [0, 0, 0] } },
  { probe: 'test.Test', prompt: 'b', scores: { 'always.Pass': [0, 0], 'base.Other': [0.1, 0.7] } },
  { probe: 'lmrc.Tea', prompt: 'c', scores: { 'always.Pass': [0, null] } },
  { probe: 'lmrc.Tea', prompt: 'd', scores: {}, status: 1 },
]
const cases = [
  'lmrc.Tea digest insufficient 0/1',
  'lmrc.Tea digest insufficient 1/2',
  'test.Test digest fail 1/2',
  'test.Test digest pass 3/3',
]
const run = { tool: 'garak 0.17.1', name: 'garak weekly', target: 'test Repeat', at: '2026-01-02T03:04:05.123Z' }

checkEvaluationImporter(garak, {
  samples: [
    sample({
      name: 'x.report.jsonl',
      records: given,
      write: (records) => reportOf([setup, init, ...written(records), { entry_type: 'eval', passed: 1 }, completion]),
      cases,
      run,
    }),
    sample({
      name: 'cut.report.jsonl',
      records: given,
      write: (records) => reportOf([setup, init, ...written(records)]),
      cases,
      drops: ['run-not-finished 1'],
      run,
    }),
  ],
  many: (count) => ({
    name: 'x.report.jsonl',
    content: reportOf([
      setup,
      init,
      ...Array.from({ length: count }, (_, at) => ({
        entry_type: 'attempt',
        uuid: at,
        status: 2,
        probe_classname: 'p.Q',
        prompt: `${at}`,
        detector_results: { 'd.D': [0] },
      })),
      completion,
    ]),
  }),
})

async function casesOf(...entries: object[]) {
  const read = await garak.read({ name: 'x.report.jsonl', bytes: Buffer.from(reportOf([...entries, completion])) })
  if (!read.ok) throw new Error(read.error.message)
  return read.value.run.cases
}

describe('cases of garak', () => {
  it('a score at the threshold of the run is a hit, as garak counts', async () => {
    const one = attemptOf({ probe: 'p.Q', prompt: 'a', scores: { 'd.D': [0.5] } })
    const low = attemptOf({ probe: 'p.Q', prompt: 'a', scores: { 'd.D': [0.49] } })
    expect((await casesOf(init, one))[0]).toMatchObject({ result: 'fail', note: 'hit: d.D' })
    expect((await casesOf(init, low))[0]?.result).toBe('pass')
    expect((await casesOf({ ...setup, 'run.eval_threshold': 0.4 }, low))[0]?.result).toBe('fail')
  })

  it('the probe is the cluster, its family the stratum, unless its notes say otherwise', async () => {
    const plain = attemptOf({ probe: 'tea.Green', prompt: 'a', scores: { 'd.D': [0] } })
    const said = attemptOf({
      probe: 'tea.Green',
      prompt: 'b',
      scores: { 'd.D': [0] },
      notes: { control: 'gate', stratum: 'chat' },
    })
    const found = await casesOf(init, plain, said)
    expect(found.map(({ cluster, stratum, control }) => `${cluster} ${stratum} ${control}`).sort()).toEqual([
      'tea.Green chat gate',
      'tea.Green tea undefined',
    ])
  })

  it('a prompt has the same key as text and as turns, whatever a run notes beside it', async () => {
    const turns = attemptOf({ probe: 'p.Q', prompt: 'a', scores: { 'd.D': [0] } })
    const noted = { ...turns, prompt: { ...turns.prompt, notes: { at: 'run 2' } } }
    const old = { ...turns, prompt: `a ${secretWords}` }
    const keys = await Promise.all([turns, noted, old].map((one) => casesOf(init, one)))
    expect(new Set(keys.map(([one]) => one?.key)).size).toBe(1)
  })

  it('a log of hits is refused: it leaves out what passed', async () => {
    const hit = {
      goal: secretWords,
      prompt: content('a'),
      output: content('b'),
      score: 1,
      probe: 'p.Q',
      detector: 'd.D',
    }
    const file = { name: 'x.hitlog.jsonl', bytes: Buffer.from(reportOf([hit])) }
    expect(garak.recognises({ name: 'renamed.jsonl', head: file.bytes.toString() })).toBe(true)
    expect(await garak.read(file)).toMatchObject({
      ok: false,
      error: { code: 'not-garak', message: expect.stringContaining('report.jsonl') },
    })
  })
})
