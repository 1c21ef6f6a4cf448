/**
 * A real OpenID provider in a process of its own: `node identity-provider-process.ts <redirect uri> <people file>`.
 * The people file says who has which name and groups, and is read at each sign-in. Prints its issuer when it listens.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type KoaContextWithOIDC } from 'oidc-provider'

const [redirectUri = '', peopleFile = ''] = process.argv.slice(2)

type Person = { preferred_username: string; groups: string[] }

function personOf(subject: string): Person | undefined {
  return (JSON.parse(readFileSync(peopleFile, 'utf8')) as Record<string, Person>)[subject]
}

const server = createServer()
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'lunette', client_secret: 'a secret of the client', redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], profile: ['preferred_username'], groups: ['groups'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/sign-in/${interaction.uid}` },
    findAccount: (_context, subject) => {
      const person = personOf(subject)
      return person && { accountId: subject, claims: () => ({ sub: subject, ...person }) }
    },
    // Nobody is asked for consent: the provider is the organisation's own.
    loadExistingGrant: grantAll,
  })
  const answer = provider.callback()
  server.on('request', (request, response) => {
    const [, uid, subject] = /^\/sign-in\/([\w-]+)(?:\?as=(\w+))?$/.exec(request.url ?? '') ?? []
    if (uid === undefined) return void answer(request, response)
    if (subject === undefined) return void response.end(`<a href="/sign-in/${uid}?as=SUBJECT">Sign in</a>`)
    void provider.interactionFinished(request, response, { login: { accountId: subject } })
  })
  process.stdout.write(`${issuer}\n`)
})

async function grantAll({ oidc }: KoaContextWithOIDC) {
  const grant = new oidc.provider.Grant({ clientId: oidc.client!.clientId, accountId: oidc.session!.accountId! })
  grant.addOIDCScope('openid profile groups')
  await grant.save()
  return grant
}
