import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isKeptOut } from '#contract/surface-words'
import type { AssetKind, NamedAsset, RuledStanding } from '#core/vocabulary'
import { restand, type Scope, type StoodAsset } from './index.ts'

const nothing: Scope = { version: 0, seeds: [], ranges: [], names: [], proofs: [], rulings: [] }
const stood = (kind: AssetKind, name: string, over: Partial<StoodAsset> = {}): StoodAsset => ({
  ...{ id: `${kind} ${name}`, asset: { kind, name }, standing: 'candidate', confidence: 60, reason: 'It may be' },
  ...{ from: null, unruled: null },
  ...over,
})
const sister = stood('domain', 'sister.example')
const shop = stood('hostname', 'shop.sister.example', { reason: 'Lies in sister.example, which may be ours' })
const address = stood('ip-address', '203.0.113.9', { reason: 'Names of ours and of others have it' })
const service = stood('service', '203.0.113.9:443/tcp', { reason: 'Found on 203.0.113.9', from: address.asset })
const network = stood('netblock', '198.51.100.0/25', { reason: 'Registered to us' })
const all = [service, address, shop, sister, network]
const resolved = [{ name: 'shop.sister.example', addresses: ['203.0.113.9'] }]

const ruled = (asset: NamedAsset, standing: RuledStanding, branch = true): Scope => ({
  ...nothing,
  rulings: [{ ...asset, naturalKey: asset.name, standing, branch, madeBy: 'ada', madeAt: '2026-08-01T00:00:00Z' }],
})

/** Each asset after the change of the scope. */
function after(assets: readonly StoodAsset[], scope: Scope): StoodAsset[] {
  const moved = new Map(restand(assets, { scope, resolved }).map((one) => [one.id, one]))
  return assets.map((known) => ({ ...known, ...moved.get(known.id) }))
}
const standings = (assets: readonly StoodAsset[]) =>
  Object.fromEntries(assets.map(({ asset, standing }) => [asset.name, standing]))

test('a word on a domain holds at once for its names, their addresses and what was found there', () => {
  const now = after(all, ruled(sister.asset, 'owned'))
  expect(standings(now)).toEqual({
    ...{ 'sister.example': 'owned', 'shop.sister.example': 'owned', '203.0.113.9': 'owned' },
    ...{ '203.0.113.9:443/tcp': 'owned', '198.51.100.0/25': 'candidate' },
  })
  expect(now.map(({ reason }) => reason)).toEqual([
    'Found on 203.0.113.9',
    'Only names of ours have it',
    'Lies in sister.example, of which a person ruled so',
    'Ruled so by a person',
    'Registered to us',
  ])
})

test('a word that is taken back leaves everything as it was', () => {
  const ours = after(all, ruled(sister.asset, 'owned'))
  expect(after(ours, nothing)).toEqual(all)
  const others = after(ours, ruled(sister.asset, 'rejected'))
  expect(standings(others)).toMatchObject({ 'shop.sister.example': 'rejected', '203.0.113.9': 'dependency' })
  expect(after(others, nothing)).toEqual(all)
})

test('a word on one asset alone leaves its branch to discovery, but a name is what its domain is', () => {
  expect(standings(after(all, ruled(address.asset, 'rejected', false)))).toMatchObject({
    ...{ '203.0.113.9': 'rejected', '203.0.113.9:443/tcp': 'rejected', 'shop.sister.example': 'candidate' },
  })
  expect(standings(after(all, ruled(shop.asset, 'rejected')))).toMatchObject({ 'sister.example': 'candidate' })
})

test('what is approved is ours: the range, and the addresses in it', () => {
  const ranges: Scope['ranges'] = ['198.51.100.0/24', '203.0.113.9'].map((range) => ({
    ...{ id: range, kind: 'approval', range, addresses: [], statement: 'ours', madeBy: 'ada' },
    madeAt: '2026-08-01T00:00:00Z',
  }))
  const approved = after(all, { ...nothing, ranges })
  expect(standings(approved)).toMatchObject({ '198.51.100.0/25': 'owned', '203.0.113.9': 'owned' })
  expect(after(approved, nothing)).toEqual(all)
  // Two that lie at both ends are not all of it.
  const ends = ['198.51.100.0', '198.51.100.127'].map((range) => ({ ...ranges[0]!, id: range, range }))
  expect(standings(after(all, { ...nothing, ranges: ends }))).toMatchObject({ '198.51.100.0/25': 'candidate' })
})

test('a seed is ours with the names in it, and of an excluded name nobody asked whose it is', () => {
  const seeded = after(all, { ...nothing, seeds: [sister.asset] })
  expect(standings(seeded)).toMatchObject({ 'sister.example': 'owned', 'shop.sister.example': 'owned' })
  const exclusion: Scope['ranges'][number] = {
    ...{ id: 'x', kind: 'exclusion', range: 'shop.sister.example', addresses: [], statement: '' },
    ...{ madeBy: 'ada', madeAt: '2026-08-01T00:00:00Z' },
  }
  const excluded = { ...nothing, seeds: [sister.asset], ranges: [exclusion] }
  expect(after(all, excluded).find(({ id }) => id === shop.id)).toMatchObject({
    ...{ standing: 'excluded', reason: 'Excluded: not looked at, and whose it is was not asked' },
  })
})

test('an address that was approved with its name stays ours when it is excluded', () => {
  const own = { kind: 'ip-address', name: '9.9.9.9' } as const
  const known: StoodAsset = {
    ...{ id: 'own', asset: own, from: null, unruled: null },
    ...{ standing: 'owned', confidence: 70, reason: 'Only names of ours have it' },
  }
  const approval = { name: 'www.shop.example', addresses: [own.name], waiting: [], approvedBy: 'ada' }
  const names = [{ ...approval, approvedAt: '2026-08-01T00:00:00Z', checkedAt: '2026-08-01T00:00:00Z' }]
  const ranges: Scope['ranges'] = [
    {
      ...{ id: 'x', kind: 'exclusion', range: 'www.shop.example', addresses: [own.name], statement: '' },
      ...{ madeBy: 'ada', madeAt: '2026-08-01T00:00:00Z' },
    },
  ]
  const [moved] = restand([known], {
    scope: { ...nothing, names, ranges },
    resolved: [{ name: 'www.shop.example', addresses: [own.name] }],
  })
  expect(moved).toMatchObject({ standing: 'owned', reason: expect.stringContaining('approved with its name') })
  // What rows mark as excluded is known by these words.
  expect(isKeptOut(moved?.reason ?? '')).toBe(true)
})

test('what was found on an excluded address says that nobody looks at it, until it is looked at again', () => {
  const owned = { standing: 'owned', confidence: 100 } as const
  const place = { ...address, ...owned, reason: 'Lies in the approved scope' }
  const seen = [{ ...service, ...owned }, place]
  const range = { id: 'a', range: '203.0.113.0/24', addresses: [], statement: '', madeBy: 'ada', madeAt: '' }
  const approval = { ...range, kind: 'approval' as const }
  const exclusion = { ...range, kind: 'exclusion' as const, id: 'x', range: '203.0.113.9' }
  const kept = after(seen, { ...nothing, ranges: [approval, exclusion] })
  expect(kept.map(({ reason }) => isKeptOut(reason))).toEqual([true, true])
  expect(kept[0]).toMatchObject({ standing: 'owned', unruled: null })
  expect(after(kept, { ...nothing, ranges: [approval] })[0]).toEqual(seen[0])
})

test('what a run saw only under a word that is gone waits for the next run', () => {
  const seen = { standing: 'owned', confidence: 100, reason: 'Ruled so by a person' } as const
  expect(restand([{ ...sister, ...seen }], { scope: nothing, resolved })).toMatchObject([
    { standing: 'candidate', confidence: 1, unruled: null },
  ])
})

test('said again, nothing moves, and any words taken back leave what discovery made of it', () => {
  const words = fc.constantFrom<RuledStanding>('owned', 'dependency', 'monitor-only', 'rejected')
  const saying = fc.array(fc.record({ of: fc.nat(all.length - 1), standing: words, branch: fc.boolean() }), {
    maxLength: 6,
  })
  fc.assert(
    fc.property(saying, fc.shuffledSubarray(all, { minLength: all.length }), (said, order) => {
      let now: StoodAsset[] = order
      for (const { of, standing, branch } of said) {
        const scope = ruled(all[of]!.asset, standing, branch)
        now = after(now, scope)
        expect(restand(now, { scope, resolved })).toEqual([])
      }
      expect(after(now, nothing)).toEqual(order)
    }),
  )
})
