import type { Instant, Result } from '#core/kernel'
import { err, ok, problem } from '#core/kernel'
import { clientSecret, type IdentityProvider, ProviderClient, readProvider } from '#platform/auth'
import type { ServerParts } from './types.ts'

const KEPT_MS = 10 * 60_000

interface Kept {
  updatedAt: Instant
  until: number
  client: ProviderClient
}

/** The configured identity provider, with a client that is kept for a while: its endpoints and keys are not asked for at every sign-in. */
export class SignInProvider {
  readonly #parts: Pick<ServerParts, 'database' | 'secrets' | 'clock' | 'config'>
  #kept: Kept | undefined

  constructor(parts: Pick<ServerParts, 'database' | 'secrets' | 'clock' | 'config'>) {
    this.#parts = parts
  }

  /** Problem: `no-provider`. */
  async current(): Promise<Result<{ provider: IdentityProvider; client: ProviderClient }>> {
    const { database, secrets, clock } = this.#parts
    const provider = await readProvider(database.instance)
    if (!provider) return err(problem('no-provider', 'no identity provider is configured: sign in with a password'))
    const now = Date.parse(clock())
    if (this.#kept?.updatedAt !== provider.updatedAt || this.#kept.until < now) {
      const secret = await clientSecret(database.instance, secrets)
      if (!secret.ok) return secret
      this.#kept = {
        updatedAt: provider.updatedAt,
        until: now + KEPT_MS,
        client: this.clientOf(provider, secret.value),
      }
    }
    return ok({ provider, client: this.#kept.client })
  }

  /** Asks for the endpoints again next time: they did not answer, or their keys have changed. */
  forget(): void {
    this.#kept = undefined
  }

  clientOf(provider: IdentityProvider, secret: string | undefined): ProviderClient {
    return new ProviderClient(provider, secret, this.#parts.config.privateHosts ?? [])
  }
}
