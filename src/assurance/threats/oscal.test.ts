import { describe, expect, it } from 'vitest'
import { oscalRegister, writtenResidual } from './oscal.ts'
import { residualOf } from './residual.ts'
import type { Scenario } from './scenario.ts'

const scenario = (over: Partial<Scenario>): Scenario => ({
  ...{ id: 's', title: 'A title\nof two lines', owner: 'ada', harm: 'harm', appetite: 2, treatment: 'mitigate' },
  ...{ treatmentUntil: null, initiators: ['somebody'], attempts: { value: 10, basis: 'stated' }, enabling: [] },
  ...{ consequence: null, techniques: ['AML.T0051'], reviewDays: 180, beganAs: null, keptIn: 'here' },
  barriers: [{ control: 'c', layer: 'prevent', causes: [] }],
  ...over,
})
const controls = [{ id: 'c', name: 'C', claim: 'stops it', references: ['CIS 9'], state: 'measured', failure: 0.25 }]
const terms = { workspaceId: 'w', workspaceName: 'Acme\nGmbH', at: '2026-08-01T06:00:00.000Z', version: '1' }

// biome-ignore lint/suspicious/noExplicitAny: the document is looked at as any reader would.
function written(scenarios: readonly Scenario[]): any {
  const assessed = scenarios.map((one) => ({ ...one, residual: residualOf(one, () => 0.25) }))
  return oscalRegister(assessed, controls, terms)
}

/** As OSCAL's JSON schema has them: versions 4 and 5 alone. */
const uuid = /^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[45][0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$/

function* uuidsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if (/uuid$/.test(key)) yield String(inner)
    yield* uuidsIn(inner)
  }
}

describe('the register as a plan of action and milestones (OSCAL 1.1, oscal-poam)', () => {
  const document = written([
    scenario({}),
    scenario({ id: 't', attempts: null, treatment: 'accept', treatmentUntil: '2027-01-31', barriers: [] }),
  ])
  const poam = document['plan-of-action-and-milestones']

  it('has what the schema requires', () => {
    expect(Object.keys(document)).toEqual(['plan-of-action-and-milestones'])
    expect(poam.metadata).toMatchObject({
      ...{ title: 'Risk register of Acme GmbH', 'last-modified': terms.at, version: terms.at },
      'oscal-version': expect.stringMatching(/^1\.\d+\.\d+$/),
    })
    for (const risk of poam.risks)
      expect(risk).toMatchObject({
        ...{ uuid: expect.any(String), title: 'A title of two lines', description: expect.any(String) },
        ...{ statement: expect.any(String), status: expect.any(String) },
      })
    expect(poam['poam-items'].map((item: object) => Object.keys(item))).toEqual([
      ['uuid', 'title', 'description', 'related-risks'],
      ['uuid', 'title', 'description', 'related-risks'],
    ])
    const all = [...uuidsIn(document)]
    expect(all.filter((one) => !uuid.test(one))).toEqual([])
  })

  it('says of a figure that rests on what is only assumed that it does', () => {
    const shared = ['c', 'd'].map((control) => ({ control, layer: 'prevent' as const, causes: ['model:m'] }))
    const [risk] = written([scenario({ barriers: shared })])['plan-of-action-and-milestones'].risks
    expect(risk.statement).toMatch(/are left over\. It rests on assumed shared causes\. That is/)
    expect(poam.risks[0].statement).not.toContain('assumed')
  })

  it('refers to nothing that is not in it, and names everything but once', () => {
    const defined = [
      poam.uuid,
      ...poam.risks.flatMap((risk: Record<string, { uuid: string }[]>) => [
        risk.uuid,
        ...(risk['mitigating-factors'] ?? []).map((one) => one.uuid),
        ...(risk.remediations ?? []).map((one) => one.uuid),
      ]),
      ...poam['poam-items'].map((item: { uuid: string }) => item.uuid),
    ]
    expect(new Set(defined).size).toBe(defined.length)
    const risks = poam.risks.map((risk: { uuid: string }) => risk.uuid)
    expect(poam['poam-items'].map((item: Record<string, object[]>) => item['related-risks'])).toEqual(
      risks.map((one: string) => [{ 'risk-uuid': one }]),
    )
    const actor = poam.risks[0].characterizations[0].origin.actors[0]['actor-uuid']
    expect(poam['local-definitions'].components.map((one: { uuid: string }) => one.uuid)).toContain(actor)
  })

  it('says what is known as facets, and what is not in words', () => {
    const facets = (place: number) =>
      Object.fromEntries(
        poam.risks[place].characterizations[0].facets.map((one: { name: string; value: string }) => [
          one.name,
          one.value,
        ]),
      )
    expect(facets(0)).toMatchObject({ 'attempts-per-year': '10', 'residual-per-year': '2.5', 'appetite-per-year': '2' })
    expect(poam.risks[0].statement).toContain('above the appetite of 2 a year')
    expect(facets(1)).not.toHaveProperty('residual-per-year')
    expect(poam.risks[1].statement).toContain('Nobody knows how often it is tried')
    expect(poam.risks[1]).toMatchObject({ status: 'deviation-approved', deadline: '2027-01-31T00:00:00Z' })
    expect(poam.risks[1]).not.toHaveProperty('mitigating-factors')
  })

  it('is the same each time, and of an empty register says that it is empty', () => {
    expect(JSON.stringify(written([scenario({})]))).toBe(JSON.stringify(written([scenario({})])))
    const empty = written([])['plan-of-action-and-milestones']
    expect(empty['poam-items']).toHaveLength(1)
    expect(empty).not.toHaveProperty('risks')
  })
})

it('bounds are written in three digits, rounded outwards', () => {
  const written = writtenResidual({
    frequency: 1.23456,
    perAttempt: { left: 0.123456, independent: 0, bounds: { low: 0.123456, high: 0.123456 }, unguarded: 1 },
  })
  expect(written).toEqual({ frequency: 1.24, left: 0.124, low: 0.123, high: 0.124 })
})
