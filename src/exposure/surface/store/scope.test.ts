import type { Transaction } from 'kysely'
import { expect, test } from 'vitest'
import type { Instant } from '#core/kernel'
import { type Database, DEFAULT_WORKSPACE, type NoTables } from '#platform/database'
import { withTestDatabase } from '../../../../test/support/database.ts'
import { addressesInScope } from '../scope.ts'
import {
  addRange,
  addSeed,
  approveName,
  askProof,
  changeDiscoverySettings,
  keepProofCheck,
  noteAddresses,
  readDiscoverySettings,
  readScope,
  ruleAsset,
  scopeMark,
  withdrawProof,
  withdrawRange,
} from './index.ts'

const at = '2026-08-01T00:00:00.000Z' as Instant
const ada = { workspaceId: DEFAULT_WORKSPACE, by: 'ada', at }

function within<T>(database: Database, work: (transaction: Transaction<NoTables>) => Promise<T>): Promise<T> {
  return database.inWorkspace(DEFAULT_WORKSPACE, work)
}

test('every change of the scope is a new version of it, and reading is none', () =>
  withTestDatabase(async (database) => {
    const version = async () => (await scopeMark(database, DEFAULT_WORKSPACE)).version
    const seen = [await version()]
    const change = async (work: (transaction: Transaction<NoTables>) => Promise<unknown>) => {
      await within(database, work)
      seen.push(await version())
    }
    await change((work) => addSeed(work, ada, { kind: 'domain', name: 'example.com' }))
    await change((work) => addRange(work, ada, { kind: 'approval', range: '8.8.8.0/24', statement: 'ours' }))
    await change((work) => askProof(work, ada, { name: 'example.com', method: 'attestation', statement: 'ours' }))
    await change((work) => approveName(work, ada, { name: 'a.example.com', seen: ['9.9.9.9'], addresses: ['9.9.9.9'] }))
    await change((work) =>
      ruleAsset(work, ada, { kind: 'domain', name: 'b.example.com', standing: 'rejected', branch: true }),
    )
    await change((work) => changeDiscoverySettings(work, ada, { stopped: true }))
    expect(new Set(seen).size).toBe(seen.length)
    await within(database, readScope)
    expect(await scopeMark(database, DEFAULT_WORKSPACE)).toEqual({ version: seen.at(-1), isStopped: true })
  }))

test('addresses are approved through a name only while it is proven, and as they were seen', () =>
  withTestDatabase(async (database) => {
    const wanted = { name: 'a.example.com', seen: ['9.9.9.9'], addresses: ['9.9.9.9'] }
    const approve = (given = wanted) => within(database, (work) => approveName(work, ada, given))
    expect(await approve()).toMatchObject({ error: { code: 'not-proven' } })
    const asked = await within(database, (work) => askProof(work, ada, { name: 'example.com', method: 'dns-txt' }))
    if (!asked.ok) throw new Error(asked.error.message)
    expect(await approve()).toMatchObject({ error: { code: 'not-proven' } })
    const { id } = asked.value
    await within(database, (work) => keepProofCheck(work, at, { id, isProven: true, isSure: true, detail: 'found' }))
    expect(await approve({ ...wanted, addresses: ['9.9.9.9', '6.6.6.6'] })).toMatchObject({
      error: { code: 'changed-since-read' },
    })
    expect(await approve()).toMatchObject({ ok: true })
    expect(addressesInScope(await within(database, readScope)).judge('9.9.9.9').approved).toBe(true)
    await within(database, (work) => withdrawProof(work, id))
    expect(addressesInScope(await within(database, readScope)).judge('9.9.9.9').approved).toBe(false)
  }))

test('what a run sees of addresses changes approvals, and keeps excluded names out', () =>
  withTestDatabase(async (database) => {
    await within(database, async (work) => {
      await askProof(work, ada, { name: 'example.com', method: 'attestation', statement: 'ours' })
      await approveName(work, ada, { name: 'a.example.com', seen: ['9.9.9.9'], addresses: ['9.9.9.9'] })
      await addRange(work, ada, { kind: 'exclusion', range: 'Pay.example.com.', statement: '' })
      await addRange(work, ada, { kind: 'approval', range: '8.8.8.0/24', statement: 'ours' })
    })
    const seen = new Map([
      ['a.example.com', ['9.9.9.10']],
      ['x.pay.example.com', ['8.8.8.8']],
    ])
    expect(await within(database, (work) => noteAddresses(work, at, seen))).toEqual({ waiting: ['a.example.com'] })
    const scope = addressesInScope(await within(database, readScope))
    const approved = ['9.9.9.9', '9.9.9.10', '8.8.8.8', '8.8.8.9'].map((address) => scope.judge(address).approved)
    expect(approved).toEqual([false, false, false, true])
  }))

test('a range is withdrawn with who did it, and can be approved again', () =>
  withTestDatabase(async (database) => {
    const add = () =>
      within(database, (work) => addRange(work, ada, { kind: 'approval', range: '8.8.8.0/24', statement: 'ours' }))
    const first = await add()
    const second = await add()
    if (!first.ok || !second.ok) throw new Error('not added')
    expect([second.value.id, first.value.range]).toEqual([first.value.id, '8.8.8.0/24'])
    expect(await within(database, (work) => withdrawRange(work, ada, first.value.id))).toMatchObject({ ok: true })
    expect(await within(database, (work) => withdrawRange(work, ada, first.value.id))).toMatchObject({
      error: { code: 'not-found' },
    })
    expect(await add()).toMatchObject({ ok: true })
  }))

test('an approval and an attestation need words', () =>
  withTestDatabase(async (database) => {
    const range = { kind: 'approval', range: '8.8.8.0/24', statement: ' ' } as const
    expect(await within(database, (work) => addRange(work, ada, range))).toMatchObject({
      error: { code: 'statement-missing' },
    })
    const proof = { name: 'example.com', method: 'attestation' } as const
    expect(await within(database, (work) => askProof(work, ada, proof))).toMatchObject({
      error: { code: 'statement-missing' },
    })
  }))

test('settings keep what is not said, and a word its first speaker', () =>
  withTestDatabase(async (database) => {
    await within(database, (work) =>
      changeDiscoverySettings(work, ada, { perHost: 7, outside: true, contact: 'soc@example.com' }),
    )
    const bob = { ...ada, by: 'bob' }
    await within(database, (work) =>
      changeDiscoverySettings(work, bob, { outside: true, contact: null, stopped: true }),
    )
    expect(await within(database, readDiscoverySettings)).toEqual({
      ...{ perHost: 7, perNetwork: 4_000, resolvers: [] },
      stopped: { by: 'bob', at },
      outside: { by: 'ada', at },
    })
  }))
