import * as client from 'openid-client'
import { err, ok, problem, type Result } from '#core/kernel'
import { type ServicePort, servicePort } from '#platform/http'
import type { IdentityProvider } from './provider.ts'

/** What must be the same when the browser comes back. Each is random and used once. */
export interface FlowChecks {
  state: string
  nonce: string
  verifier: string
  redirectUri: string
}

/** Who the provider says it is. */
export interface Claims {
  subject: string
  name: string
  groups: string[]
}

const MAX_ANSWER_BYTES = 1024 * 1024
const MAX_GROUPS = 1_000
const NAME_CHARS = 100

/** Speaks with one configured provider, through the service port: its own hosts only, private addresses only where listed. */
export class ProviderClient {
  readonly #provider: IdentityProvider
  readonly #configuration: Promise<client.Configuration>

  constructor(provider: IdentityProvider, secret: string | undefined, privateHosts: readonly string[]) {
    this.#provider = provider
    const issuer = new URL(provider.issuer)
    const hosts = [issuer.hostname, ...provider.furtherHosts]
    const port = servicePort({ hosts, privateHosts: hosts.filter((host) => privateHosts.includes(host)) })
    // Without TLS only to hosts inside, which an administrator of this machine has listed.
    const insecure = issuer.protocol === 'http:' && privateHosts.includes(issuer.hostname)
    this.#configuration = client.discovery(issuer, provider.clientId, secret, secret ? undefined : client.None(), {
      [client.customFetch]: (url, options) => ask(port, url, options),
      // The signature is checked although the token comes from the provider itself: it may come without TLS, or through a proxy.
      execute: [client.enableNonRepudiationChecks, ...(insecure ? [client.allowInsecureRequests] : [])],
    })
    // Waited for where it is used; until then its failure is nobody's.
    this.#configuration.catch(() => {})
  }

  /** Where the browser goes, and what is to be checked when it is back. */
  async begin(redirectUri: string): Promise<Result<{ url: string; checks: FlowChecks }>> {
    return this.#attempt(async (configuration) => {
      const verifier = client.randomPKCECodeVerifier()
      const checks = { state: client.randomState(), nonce: client.randomNonce(), verifier, redirectUri }
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: this.#provider.scopes,
        state: checks.state,
        nonce: checks.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, checks }
    })
  }

  /** Exchanges the code the browser brought and checks the identity token: signature, issuer, audience, time, nonce. */
  async finish(search: string, checks: FlowChecks): Promise<Result<Claims>> {
    return this.#attempt(async (configuration) => {
      const tokens = await client.authorizationCodeGrant(configuration, new URL(search, checks.redirectUri), {
        pkceCodeVerifier: checks.verifier,
        expectedState: checks.state,
        expectedNonce: checks.nonce,
        idTokenExpected: true,
      })
      const identity = tokens.claims()
      if (!identity) throw new Error('the identity token is missing')
      return claimsOf(await this.#allClaims(configuration, tokens.access_token, identity), this.#provider.groupsClaim)
    })
  }

  /** Many providers give groups at the userinfo endpoint only. */
  async #allClaims(configuration: client.Configuration, accessToken: string, identity: client.IDToken) {
    const complete = this.#provider.groupsClaim in identity || !configuration.serverMetadata().userinfo_endpoint
    return complete
      ? identity
      : { ...(await client.fetchUserInfo(configuration, accessToken, identity.sub)), ...identity }
  }

  async #attempt<T>(work: (configuration: client.Configuration) => Promise<T>): Promise<Result<T>> {
    try {
      return ok(await work(await this.#configuration))
    } catch (cause) {
      return err(
        problem('provider-failed', `signing in with ${this.#provider.name} did not work: ${wordsOf(cause)}`, cause),
      )
    }
  }
}

/** The provider's words are not repeated at length: they may hold anything. */
function wordsOf(cause: unknown): string {
  const deeper = cause instanceof Error && cause.cause instanceof Error ? `: ${cause.cause.message}` : ''
  return `${cause instanceof Error ? cause.message : 'unknown'}${deeper}`.slice(0, 300)
}

function claimsOf(claims: Record<string, unknown> & { sub: string }, groupsClaim: string): Claims {
  const given = claims[groupsClaim]
  const groups = (Array.isArray(given) ? given : [given]).filter((group) => typeof group === 'string')
  const name = [claims.preferred_username, claims.name, claims.email, claims.sub].find(
    (word) => typeof word === 'string' && word.trim() !== '',
  )
  return { subject: claims.sub, name: String(name).trim().slice(0, NAME_CHARS), groups: groups.slice(0, MAX_GROUPS) }
}

/** What openid-client asks for, asked through the service port. */
async function ask(port: ServicePort, url: string, options: client.CustomFetchOptions): Promise<Response> {
  const headers = Object.fromEntries(new Headers(options.headers).entries())
  const body = options.body === null || options.body === undefined ? undefined : String(options.body)
  if (body !== undefined && !headers['content-type']) headers['content-type'] = 'application/x-www-form-urlencoded'
  const call = { method: options.method === 'POST' ? ('POST' as const) : ('GET' as const), url, headers }
  const answer = await port.send({ ...call, ...(body !== undefined && { body }) }, options.signal)
  if (!answer.ok) throw new Error(answer.error.message)
  const { status, headers: answered, body: stream } = answer.value
  const content = answered['content-type']
  return new Response(await limited(stream), {
    status,
    ...(typeof content === 'string' && { headers: { 'content-type': content } }),
  })
}

async function limited(stream: AsyncIterable<Uint8Array>): Promise<Blob | null> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  for await (const part of stream) {
    bytes += part.length
    if (bytes > MAX_ANSWER_BYTES) throw new Error('the answer is larger than 1 MiB')
    parts.push(Uint8Array.from(part))
  }
  return bytes === 0 ? null : new Blob(parts)
}
