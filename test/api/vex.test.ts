import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportedVex, SupplierVexRow, TakenSupplierVex, VexDocumentRow } from '#contract/vex'
import { seed } from '../browser/seed.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { allRows } from '../support/all-rows.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, Visitor } from '../support/people.ts'

describe('VEX over the API', () => {
  let testing: TestDatabase
  let server: RunningServer
  let ana: Visitor
  let vera: Visitor

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 20)
    server = await serve(testing.database)
    await makePerson(testing.database, 'ada', 'admin', { runsInstance: true })
    ana = await Visitor.of(server.origin, testing.database, await makePerson(testing.database, 'ana', 'analyst'))
    vera = await Visitor.of(server.origin, testing.database, await makePerson(testing.database, 'vera', 'viewer'))
  })
  afterAll(async () => {
    await server?.close()
    await testing?.drop()
  })

  const endsAt = new Date(Date.now() + 30 * 86_400_000).toISOString()
  const path = (over = '') => `/vex/import?name=own.json&endsAt=${endsAt}${over}`
  const document = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    author: 'Ana',
    statements: [{ vulnerability: 'CVE-1999-1', products: ['pkg:npm/nothing@1'], status: 'fixed' }],
  }

  it('takes a document in, once rehearsed, and shows it as it came', async () => {
    const told = await ana.json<ImportedVex>('POST', path('&rehearse=true'), document)
    expect(told).toMatchObject({ format: 'openvex', statements: 1, nothingHere: 1, rulings: 0 })
    const list = () => vera.json<{ rows: VexDocumentRow[]; total: number }>('GET', '/vex/documents')
    expect(await list()).toMatchObject({ total: 0 })
    const { document: id } = await ana.json<ImportedVex>('POST', path(), document)
    expect(await list()).toMatchObject({
      total: 1,
      rows: [{ id, fileName: 'own.json', importedBy: 'ana', rulings: 0 }],
    })
    expect(await vera.json('GET', `/vex/documents/${id}`)).toEqual(document)
    const rows = await allRows(testing, 'select action from audit_detail order by position desc limit 1')
    expect(rows).toEqual([{ action: 'vex.import' }])
  })

  it('refuses what is no VEX document, and a viewer', async () => {
    expect(await ana.outcome('POST', path(), { a: 1 })).toBe('422 vex-format')
    expect(await ana.outcome('POST', '/vex/import?name=a&endsAt=soon', document)).toBe('400 bad-request')
    expect(await vera.outcome('POST', path(), document)).toBe('403 not-allowed')
    expect(await vera.outcome('GET', '/vex/documents/none')).toBe('404 not-found')
  })

  it('gives our rulings out in each format', async () => {
    for (const format of ['openvex', 'cyclonedx', 'csaf'])
      expect(await vera.outcome('GET', `/vex/export?format=${format}`)).toBe('200')
    expect(await vera.json('GET', '/vex/export?format=cyclonedx')).toMatchObject({ bomFormat: 'CycloneDX' })
    expect(await vera.outcome('GET', '/vex/export?format=pdf')).toBe('400 bad-request')
  })

  it('takes in what a supplier says as knowledge, by its job, and back', async () => {
    const list = () => vera.json<{ rows: SupplierVexRow[]; total: number }>('GET', '/vex/suppliers')
    const supplied = { ...document, author: 'Supplier', timestamp: '2026-01-02T00:00:00Z' }
    const taken = await ana.json<TakenSupplierVex>('POST', '/vex/suppliers?name=theirs.json', supplied)
    expect(taken).toMatchObject({ statements: 1, unchanged: false, jobId: expect.any(String) })
    expect(await list()).toMatchObject({
      total: 1,
      rows: [{ author: 'Supplier', statedAt: '2026-01-02T00:00:00.000Z', fileName: 'theirs.json', importedBy: 'ana' }],
    })
    const again = await ana.json<TakenSupplierVex>('POST', '/vex/suppliers?name=theirs.json', supplied)
    expect(again).toMatchObject({ unchanged: true, jobId: null })
    expect(await vera.outcome('POST', '/vex/suppliers?name=a.json', supplied)).toBe('403 not-allowed')
    expect(await vera.outcome('DELETE', `/vex/suppliers/${taken.document}`)).toBe('403 not-allowed')
    expect(await ana.outcome('POST', '/vex/suppliers?name=a.json', { a: 1 })).toBe('422 vex-format')
    expect(await ana.outcome('DELETE', `/vex/suppliers/${taken.document}`)).toBe('200')
    expect(await list()).toMatchObject({ total: 0 })
    expect(await ana.outcome('DELETE', `/vex/suppliers/${taken.document}`)).toBe('404 not-found')
    const rows = await allRows<{ action: string }>(
      testing,
      'select action from audit_detail order by position desc limit 2',
    )
    expect(rows.map(({ action }) => action)).toEqual(['vex.supplier.remove', 'vex.supplier.import'])
  })
})
