import { describe, expect, it } from 'vitest'
import type { AiPart, AiSystem } from '#core/vocabulary'
import { joinSaid, sayOfSystem } from './said-ai-system.ts'

const part = (kind: AiPart['kind'], name: string, over: Partial<AiPart> = {}): AiPart => ({
  ...{ kind, name, version: null, vendor: null, purl: null, accessLevel: null },
  ...{ assets: [], endpoint: null, behind: null, bom: null, ...over },
})
const desk: AiSystem = {
  ...{ slug: 'desk', name: 'Desk', owner: 'ada', purpose: 'answers', role: 'deployer', autonomy: 'supervised' },
  ...{ oversight: null, dataClasses: ['mail'], accessLevel: 2 },
  parts: [part('model', 'm', { version: '1', bom: { card: 1 } }), part('tool', 't')],
}
const who = { by: 'eve', at: '2026-08-10T12:00:00.000Z' }
const untouched = { system: desk, said: {} }

describe('an AI system that files and people describe', () => {
  it('is what the file says where nobody said anything by hand', () => {
    const file = { ...desk, owner: 'bob', parts: [] }
    expect(joinSaid(file, untouched)).toEqual({ system: file, kept: [] })
    expect(joinSaid(file, undefined)).toEqual({ system: file, kept: [] })
  })

  it('keeps what a person said, names what the file says otherwise, and takes the rest', () => {
    const edited = sayOfSystem(untouched, { owner: 'eve', oversight: 'read by the desk' }, who)
    expect(edited).toMatchObject({ changed: ['owner', 'oversight'], said: { owner: who, oversight: who } })
    const later = joinSaid({ ...desk, owner: 'bob', purpose: 'writes' }, edited)
    // Of the oversight the file says nothing: there is nothing that it says otherwise.
    expect(later.kept).toEqual([{ what: 'owner', said: 'eve', file: 'bob' }])
    expect(later.system).toEqual({ ...desk, owner: 'eve', oversight: 'read by the desk', purpose: 'writes' })
  })

  it('marks nothing that a person left as it was', () => {
    const same = sayOfSystem(untouched, { owner: 'ada', parts: desk.parts }, who)
    expect(same).toEqual({ system: desk, said: {}, changed: [] })
  })

  it('takes parts one by one: what was changed, added or taken out by hand stays so, other parts follow the file', () => {
    const [model] = desk.parts
    const edited = sayOfSystem(untouched, { parts: [{ ...model!, version: '2' }, part('judge', 'j')] }, who)
    expect(edited.changed).toEqual(['part model m', 'part judge j', 'part tool t'])
    expect(edited.system.parts[0]).toMatchObject({ version: '2', bom: { card: 1 } })
    const file = { ...desk, parts: [...desk.parts, part('gateway', 'g')] }
    const later = joinSaid(file, edited)
    expect(later.system.parts.map(({ name, version }) => [name, version])).toEqual([
      ['m', '2'],
      ['g', null],
      ['j', null],
    ])
    expect(later.kept).toEqual([
      { what: 'part model m', said: { version: '2' }, file: { version: '1' } },
      { what: 'part tool t', said: [], file: ['t'] },
    ])
    expect(joinSaid(file, { ...edited, system: later.system }).system).toEqual(later.system)
  })

  it('lets the file go on saying what was left open of a part, and names no more than it says otherwise', () => {
    const edited = sayOfSystem(untouched, { parts: [part('model', 'm', { version: '2' })] }, who)
    const says = (vendor: string | null) => ({ ...desk, parts: [part('model', 'm', { version: '1', vendor })] })
    const first = joinSaid(says('Acme'), edited)
    expect(first.system.parts).toMatchObject([{ version: '2', vendor: 'Acme' }])
    expect(first.kept).toEqual([{ what: 'part model m', said: { version: '2' }, file: { version: '1' } }])
    // What a file filled is not said by hand: not when it says another thing later, nor once the part is edited again.
    const filled = { ...edited, system: first.system }
    expect(joinSaid(says('Other'), filled).system.parts).toMatchObject([{ vendor: 'Other' }])
    const anew = sayOfSystem(filled, { parts: [{ ...first.system.parts[0]!, version: '3' }] }, who)
    expect(joinSaid(says('Other'), anew).system.parts).toMatchObject([{ version: '3', vendor: 'Other' }])
    const owned = sayOfSystem(filled, { parts: [{ ...first.system.parts[0]!, vendor: 'Ours' }] }, who)
    expect(joinSaid(says('Other'), owned).kept[0]).toMatchObject({
      said: { vendor: 'Ours' },
      file: { vendor: 'Other' },
    })
  })

  it('holds a part again that was taken out and is added anew', () => {
    const without = sayOfSystem(untouched, { parts: [desk.parts[0]!] }, who)
    const again = sayOfSystem(without, { parts: desk.parts }, who)
    expect(without.said['part tool t']).toEqual({ ...who, gone: true })
    expect(again.said['part tool t']).toMatchObject(who)
    expect(again.said['part tool t']?.gone).toBeUndefined()
  })
})
