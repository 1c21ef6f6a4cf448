import type { FastifyContextConfig } from 'fastify'
import type { Problem } from '#core/kernel'
import { mayActAs, type Session, type TokenScope } from '#platform/auth'

/** Who may call a route: at least this role, whoever runs the instance, or anybody. */
export type Access = NonNullable<FastifyContextConfig['access']>
/** What a token needs for a route; `session`: no token will do, only a person who signed in. */
export type NeededScope = TokenScope | 'session'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

export function accessOf(config: FastifyContextConfig): Access {
  return config.access ?? 'viewer'
}

/** Where a route does not say: what owners and administrators do is `admin`, the rest `read` or `write` by its method. */
export function scopeOf(config: FastifyContextConfig, method: string): NeededScope {
  if (config.scope) return config.scope
  const access = accessOf(config)
  if (access === 'owner' || access === 'admin' || access === 'instance') return 'admin'
  return reading.has(method) ? 'read' : 'write'
}

/** Why someone may not call a route; `undefined` when they may. */
export function denialOf(session: Session | null, access: Access, scope: NeededScope): Problem | undefined {
  if (access === 'open') return undefined
  if (!session) return { code: 'not-logged-in', message: 'log in to go on' }
  if (session.scopes && (scope === 'session' || !session.scopes.includes(scope))) return scopeDenial(scope)
  if (access === 'instance')
    return session.runsInstance
      ? undefined
      : { code: 'not-allowed', message: 'this needs someone who runs the instance' }
  if (mayActAs(session.role, access)) return undefined
  return { code: 'not-allowed', message: `this needs the role "${access}": ask an administrator` }
}

function scopeDenial(scope: NeededScope): Problem {
  const message =
    scope === 'session'
      ? 'this is for people who signed in, not for tokens'
      : `this token lacks the scope "${scope}": make one that has it`
  return { code: 'scope-too-small', message }
}
