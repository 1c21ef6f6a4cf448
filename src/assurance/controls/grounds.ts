import type { AiPartKind } from '#core/vocabulary'
import type { Control } from './control.ts'

/** A part of an AI system that controls may rest on. */
export interface Ground {
  system: string
  kind: AiPartKind
  name: string
}

/** What says which parts a control rests on. */
export interface Footing extends Pick<Control, 'id' | 'name' | 'system' | 'restsOn'> {
  /** Tags of the shared causes of its barriers: `gateway:ai-gateway`. */
  causes: readonly string[]
  /** The gateway that its probe goes through. */
  gateway: string | null
}

export interface RestsOn {
  ground: Ground
  /** `assumed`: the register says nothing of what it rests on. */
  basis: 'stated' | 'assumed'
}

/** Parts that do the guarding: a control of the same name is that part. */
const guarding: ReadonlySet<AiPartKind> = new Set<AiPartKind>(['gateway', 'guardrail', 'judge'])

/**
 * The parts a control rests on: those it names, those that its barriers share as a cause, the gateway its probe goes
 * through, and the part that bears its name. Of a control that says nothing of all this it is assumed that it rests on the
 * gateways of its system: what is not known must not keep a doubt away.
 */
export function groundsOf(footing: Footing, parts: readonly Ground[]): RestsOn[] {
  const own = footing.system === null ? parts : parts.filter(({ system }) => system === footing.system)
  const stated = own.filter((ground) => isStated(footing, ground))
  if (stated.length > 0) return stated.map((ground) => ({ ground, basis: 'stated' }))
  const saysNothing = footing.restsOn.length === 0 && footing.causes.length === 0 && footing.gateway === null
  if (!saysNothing || footing.system === null) return []
  return own.filter(({ kind }) => kind === 'gateway').map((ground) => ({ ground, basis: 'assumed' }))
}

function isStated({ id, name, restsOn, causes, gateway, system }: Footing, { kind, name: called }: Ground): boolean {
  const part = plain(called)
  if (restsOn.some((one) => plain(one) === part)) return true
  if (causes.some((cause) => plain(cause) === `${kind}:${part}`)) return true
  if (kind === 'gateway' && gateway !== null && plain(gateway) === part) return true
  return system !== null && guarding.has(kind) && (plain(name) === part || plain(id) === part)
}

/** Names as people write them here and there: `AI gateway`, `ai-gateway`. */
function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '-')
}
