import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Instant } from '#core/kernel'
import { type FlowChecks, ProviderClient } from './client.ts'

const known = generateKeyPairSync('rsa', { modulusLength: 2_048 })
const strange = generateKeyPairSync('rsa', { modulusLength: 2_048 })
const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')

function signed(claims: object, key: KeyObject, header: object = { alg: 'RS256', kid: 'a key' }): string {
  const content = `${encoded(header)}.${encoded(claims)}`
  return `${content}.${sign('sha256', Buffer.from(content), key).toString('base64url')}`
}

/** A provider that answers with whatever identity token a test puts here. */
describe('an identity token', () => {
  let server: Server
  let issuer = ''
  let client: ProviderClient
  let token = ''
  let checks: FlowChecks
  let userinfo: object = {}

  beforeAll(async () => {
    server = createServer((request, response) => {
      const answers: Readonly<Record<string, object>> = {
        '/.well-known/openid-configuration': {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`,
          jwks_uri: `${issuer}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        },
        '/keys': { keys: [{ ...known.publicKey.export({ format: 'jwk' }), kid: 'a key', alg: 'RS256', use: 'sig' }] },
        '/token': { access_token: 'an access token', token_type: 'Bearer', expires_in: 60, id_token: token },
        '/userinfo': userinfo,
      }
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answers[request.url ?? ''] ?? {}))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const provider = {
      name: 'test',
      issuer,
      clientId: 'lunette',
      scopes: 'openid',
      groupsClaim: 'groups',
      furtherHosts: [],
      localSignIn: true,
      hasSecret: true,
      updatedAt: '2026-01-01T00:00:00.000Z' as Instant,
    }
    client = new ProviderClient(provider, 'secret', ['127.0.0.1'])
  })
  afterAll(() => server.close())
  beforeEach(async () => {
    const begun = await client.begin('http://127.0.0.1:7350/callback')
    if (!begun.ok) throw new Error(begun.error.message)
    checks = begun.value.checks
  })

  const now = () => Math.floor(Date.now() / 1_000)
  const claims = (over: object = {}) => ({
    iss: issuer,
    aud: 'lunette',
    sub: 's1',
    nonce: checks.nonce,
    iat: now(),
    exp: now() + 60,
    preferred_username: 'nina',
    groups: ['security'],
    ...over,
  })

  async function outcome(given: string): Promise<unknown> {
    token = given
    const done = await client.finish(`?code=x&state=${checks.state}`, checks)
    return done.ok ? done.value : done.error.code
  }

  it('says who somebody is', async () => {
    expect(await outcome(signed(claims(), known.privateKey))).toEqual({
      subject: 's1',
      name: 'nina',
      groups: ['security'],
    })
  })

  it.each([
    ['was signed by somebody else', () => signed(claims(), strange.privateKey)],
    ['is not signed', () => `${encoded({ alg: 'none' })}.${encoded(claims())}.`],
    [
      'was changed after it was signed',
      () => signed(claims(), known.privateKey).replace(/\.[^.]+\./, `.${encoded(claims({ sub: 's2' }))}.`),
    ],
    ['is for somebody else', () => signed(claims({ aud: 'another' }), known.privateKey)],
    ['comes from another issuer', () => signed(claims({ iss: 'https://evil.example' }), known.privateKey)],
    ['has expired', () => signed(claims({ exp: now() - 3_600, iat: now() - 7_200 }), known.privateKey)],
    ['answers another sign-in', () => signed(claims({ nonce: 'another' }), known.privateKey)],
    ['names nobody', () => signed(claims({ sub: undefined }), known.privateKey)],
    ['is no token', () => 'x.y.z'],
    ['is missing', () => ''],
  ])('is refused when it %s', async (_what, make) => {
    expect(await outcome(make())).toBe('provider-failed')
  })

  it('is completed with groups from the userinfo endpoint, of the same person only', async () => {
    userinfo = { sub: 's1', groups: ['from userinfo', 7, null] }
    expect(await outcome(signed(claims({ groups: undefined }), known.privateKey))).toMatchObject({
      groups: ['from userinfo'],
    })
    userinfo = { sub: 'somebody else', groups: ['admins'] }
    expect(await outcome(signed(claims({ groups: undefined }), known.privateKey))).toBe('provider-failed')
  })
})
