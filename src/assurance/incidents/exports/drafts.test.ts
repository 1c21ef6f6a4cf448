import { describe, expect, it } from 'vitest'
import type { AssuranceCase, CaseChange } from '../case.ts'
import { obligationRules } from '../obligations/index.ts'
import type { ExportedClock } from './exported-case.ts'
import { exportCase } from './index.ts'

const one: AssuranceCase = {
  ...{
    id: '0f3c1c5e-0000-4000-8000-000000000000',
    kind: 'incident',
    kinds: [],
    title: 'Names were told',
    summary: '',
  },
  ...{ pattern: null, system: null, occurredFrom: null, occurredTo: null, detectedAt: null, containedAt: null },
  ...{
    reportedAt: '2026-08-10T12:00:00.000Z',
    reportedBy: 'ada',
    origin: 'person',
    confidential: false,
    lead: null,
    leadOutside: false,
    roles: [],
  },
  ...{ contact: null, state: 'open', closedAt: null, closedBy: null, reopenedWhy: null, recurredAt: null },
  ...{ barriers: [], changes: [], moments: [], links: [], techniques: [] },
}
const clock = (id: string, over: Partial<ExportedClock> = {}): ExportedClock => ({
  ...{ rule: obligationRules.find((rule) => rule.id === id)!, state: 'unsaid', saidBy: null, note: null },
  ...{ startedAt: '2026-08-10T12:00:00.000Z', due: '2026-08-13T12:00:00.000Z', filedAt: null },
  ...over,
})
const known = { names: new Map([['tool-gate', 'Order tool gate']]), proven: new Set(['done']) }
const given = { case: one, system: undefined, ...known, clocks: [], now: '2026-08-11T00:00:00.000Z' }
const draft = (clocks: ExportedClock[], as: Parameters<typeof exportCase>[0] = 'gdpr-33') =>
  exportCase(as, { ...given, clocks }).text
const change = (over: Partial<CaseChange>): CaseChange => ({
  ...{ id: 'x', controlId: 'tool-gate', kind: 'control', what: 'stricter', madeAt: '2026-08-10T13:00:00.000Z' },
  ...{
    madeBy: 'ada',
    regressionKey: null,
    owner: null,
    nextReview: null,
    until: null,
    playbook: null,
    withdrawn: null,
  },
  ...over,
})

describe('a draft for an authority', () => {
  it('says of a duty that nobody judged that it is proposed, and whom it binds upon what', () => {
    const text = draft([clock('gdpr-33')])
    expect(text).toMatch(/\*\*proposed, not confirmed by anybody of you\.\*\* It binds the controller, upon a breach/)
    expect(text).toMatch(/If it applies, its clock began 2026-08-10 12:00 UTC, due 2026-08-13 12:00 UTC\./)
    for (const as of ['ai-act-73', 'nis2', 'dora'] as const) {
      const all = obligationRules.map(({ id }) => clock(id))
      const clocks = draft(all, as)
        .split('## ')[1]!
        .split('\n')
        .filter((line) => line.startsWith('- '))
      expect(clocks.length).toBeGreaterThan(0)
      for (const said of clocks) expect(said).toContain('**proposed, not confirmed')
    }
  })

  it('says of one that somebody judged who did, and what came of it', () => {
    const judged = { saidBy: 'ada', note: 'names of *customers*' }
    expect(draft([clock('gdpr-33', { ...judged, state: 'open' })])).toMatch(
      /it applies, says ada: names of \\\*customers\\\*; began .*, due 2026-08-13 12:00 UTC/,
    )
    expect(draft([clock('gdpr-33', { ...judged, state: 'not-applicable' })])).toMatch(/it does not apply, says ada/)
    const nameless = { saidBy: 'command line', state: 'open' } as const
    expect(draft([clock('gdpr-33', nameless)])).toContain('it applies, says somebody at the command line')
    const sent = { ...judged, state: 'filed' as const, filedAt: '2026-08-12T09:00:00.000Z' }
    expect(draft([clock('gdpr-33', sent)])).toMatch(/sent 2026-08-12 09:00 UTC, says ada/)
    for (const state of ['open', 'not-applicable'] as const)
      expect(draft([clock('gdpr-33', { ...judged, state })])).not.toContain('**proposed')
  })

  it.each(['ai-act-73', 'gdpr-33', 'nis2', 'dora'] as const)(
    '%s says of each measure how far it is proven, and passes no exception off as one',
    (as) => {
      const barriers = [{ controlId: 'tool-gate', outcome: 'failed' as const, note: null }]
      const write = (changes: CaseChange[]) => exportCase(as, { ...given, case: { ...one, barriers, changes } }).text
      const excepted = change({ kind: 'exception', what: 'wait', until: '2026-09-01' })
      const text = write([change({ id: 'done', owner: 'bo' }), change({}), excepted])
      expect(text).toContain('- Order tool gate: failed')
      expect(text).toContain(
        '- 2026-08-10 13:00 UTC, Order tool gate: stricter (**proven**; entered by ada; bo answers for it)',
      )
      expect(text).toContain('stricter (**not proven yet**; entered by ada; nobody is named who answers for it)')
      expect(text).toContain('wait (**exception until 2026-09-01: nothing was changed**;')
      expect(text).not.toContain('Nothing was changed yet.')
      expect(write([excepted])).toContain('Nothing was changed yet.')
      expect(write([change({ kind: 'exception', until: '2026-08-10' })])).toContain(
        '2026-08-10, which is over: nothing',
      )
    },
  )

  it('says when it was reported, also where nobody knows when it happened', () => {
    expect(draft([])).toContain('- When it happened: _not known yet_\n- 2026-08-10 12:00 UTC: reported by ada')
  })

  it('of a breach of personal data asks for what Art. 33(3) asks for, and for nothing of other laws', () => {
    const text = draft([clock('gdpr-33'), clock('nis2-early')])
    for (const part of ['(a)', '(b)', '(c)', '(d)']) expect(text).toContain(`Art. 33(3)${part}`)
    expect(text).not.toContain('NIS2')
  })
})

it('the common fields say what the organisation is to a system only where the register knows it', () => {
  const fields = (role?: string) => {
    const system = { name: 'x', purpose: 'y', autonomy: 'z', oversight: null, dataClasses: [], parts: [] }
    const its = role === undefined ? undefined : { ...system, role }
    const { metadata, system: told } = JSON.parse(exportCase('oecd', { ...given, system: its }).text)
    return [metadata.submitter_relationship, told.deployer, told.developer]
  }
  expect(fields()).toEqual([null, null, null])
  expect(fields('deployer')).toEqual(['deployer', 'the organisation that reports', null])
  expect(fields('provider')).toEqual(['developer', null, 'the organisation that reports'])
})

it('the common fields name the safeguard, and say of each measure how far it is proven', () => {
  const changes = [change({ id: 'done' }), change({ kind: 'exception', what: 'wait', until: '2026-09-01' })]
  const { response } = JSON.parse(exportCase('oecd', { ...given, case: { ...one, changes } }).text)
  expect(response.changes).toMatchObject([
    { safeguard: 'Order tool gate', state: 'proven', in_effect: '2026-08-10T13:00:00.000Z' },
    { state: 'exception until 2026-09-01: nothing was changed', in_effect: null },
  ])
})
