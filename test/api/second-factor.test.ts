import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Enrolment, RecoveryCodes } from '#contract/second-factor'
import { stepAt, totpAt } from '../../src/platform/auth/totp.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, password, unbase32, Visitor } from '../support/people.ts'

describe('a second factor', () => {
  let testing: TestDatabase
  let server: RunningServer
  let id: string
  let mara: Visitor
  let secret: Buffer
  let codes: string[]

  beforeAll(async () => {
    testing = await testDatabase()
    server = await serve(testing.database)
    id = await makePerson(testing.database, 'mara', 'analyst')
    mara = await Visitor.of(server.origin, testing.database, id)
  })
  afterAll(async () => {
    await server?.close()
    await testing?.drop()
  })
  beforeEach(async () => {
    await sql`delete from login_failure`.execute(testing.database.instance)
    await sql`update second_factor set last_step = 0`.execute(testing.database.instance)
  })

  const codeIn = (steps = 0) => totpAt(secret, stepAt(Date.now()) + steps)
  const signIn = (code?: string, visitor = new Visitor(server.origin)) =>
    visitor.outcome('POST', '/session', { name: 'mara', password, ...(code !== undefined && { code }) })

  it('is not asked for until a first code proved that the device has it', async () => {
    const enrolment = await mara.json<Enrolment>('POST', '/account/second-factor')
    secret = unbase32(enrolment.secret)
    expect(enrolment.uri).toContain(`secret=${enrolment.secret}`)
    expect(await signIn()).toBe('200')
    expect(await mara.outcome('POST', '/account/second-factor/confirmation', { code: '000000' })).toBe('403 wrong-code')
    const elsewhere = await Visitor.of(server.origin, testing.database, id)
    const before = mara.cookie
    const confirmed = await mara.json<RecoveryCodes>('POST', '/account/second-factor/confirmation', { code: codeIn() })
    codes = confirmed.codes
    expect(new Set(codes).size).toBe(10)
    expect(mara.cookie).not.toBe(before)
    expect(await elsewhere.outcome('GET', '/findings')).toBe('401 not-logged-in')
    expect(await mara.json('GET', '/account/second-factor')).toMatchObject({
      since: expect.any(String),
      recoveryCodes: 10,
    })
  })

  it('lies in the database neither in clear nor as codes', async () => {
    const { rows } = await sql<{ text: string }>`select string_agg(t::text, ' ') as text from
      (select to_json(s)::text as t from second_factor s union all select to_json(c)::text from recovery_code c) x`.execute(
      testing.database.instance,
    )
    for (const word of [secret.toString('base64url'), secret.toString('base64'), ...codes])
      expect(rows[0]?.text).not.toContain(word)
  })

  it('is needed beside the password, and is not asked of whoever has the password wrong', async () => {
    expect(await signIn()).toBe('401 second-factor-needed')
    expect(await signIn(codeIn())).toBe('200')
    const wrong = { name: 'mara', password: 'not the password', code: codeIn(1) }
    expect(await new Visitor(server.origin).outcome('POST', '/session', wrong)).toBe('401 wrong-credentials')
  })

  it('takes each code once, also from two at the same moment', async () => {
    const code = codeIn()
    const both = await Promise.all([signIn(code), signIn(code)])
    expect(both.sort()).toEqual(['200', '403 wrong-code'])
    expect(await signIn(code)).toBe('403 wrong-code')
  })

  it('is not guessed: attempts are throttled, and asking without a code forgives none', async () => {
    const outcomes: string[] = []
    for (let guess = 0; guess < 6; guess++) {
      if (guess % 3 === 0) await signIn()
      outcomes.push(await signIn('000000'))
    }
    expect(outcomes.slice(0, 5)).toEqual(Array(5).fill('403 wrong-code'))
    expect(outcomes[5]).toBe('429 too-many-attempts')
  })

  it('is replaced by a recovery code, written as people write, once', async () => {
    const [first] = codes
    const written = `${first!.slice(0, 4).toUpperCase()} ${first!.slice(4, 8)}-${first!.slice(8)}`
    expect(await signIn(written)).toBe('200')
    expect(await signIn(first)).toBe('403 wrong-code')
    expect(await mara.json('GET', '/account/second-factor')).toMatchObject({ recoveryCodes: 9 })
  })

  it('is not set up anew while it is on, and is turned off with a code only', async () => {
    expect(await mara.outcome('POST', '/account/second-factor')).toBe('409 second-factor-on')
    expect(await mara.outcome('POST', '/account/second-factor/removal', { code: '000000' })).toBe('403 wrong-code')
    expect(await mara.outcome('POST', '/account/second-factor/removal', { code: codeIn() })).toBe('200')
    expect(await signIn()).toBe('200')
  })

  it('is taken from who lost it by who may, and seen by owners only', async () => {
    await sql`insert into second_factor (account_id, sealed_secret, created_at, confirmed_at) values (${id}, '', now(), now())`.execute(
      testing.database.instance,
    )
    const owner = await Visitor.of(server.origin, testing.database, await makePerson(testing.database, 'olga', 'owner'))
    const seen = async (visitor: Visitor) =>
      (await visitor.json<{ rows: { secondFactor: boolean | null }[] }>('GET', '/people?filter=mara')).rows[0]
    expect(await seen(owner)).toMatchObject({ secondFactor: true })
    expect(await seen(mara)).toMatchObject({ secondFactor: null })
    expect(await mara.outcome('DELETE', `/people/${id}/second-factor`)).toBe('403 not-allowed')
    expect(await owner.outcome('DELETE', `/people/${id}/second-factor`)).toBe('200')
    expect(await owner.outcome('DELETE', `/people/${id}/second-factor`)).toBe('404 not-found')
  })
})
