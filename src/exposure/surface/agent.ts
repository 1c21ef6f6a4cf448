import type { AddressRules } from '#core/network'
import type { DiscoveryLook, NamedAsset } from '#core/vocabulary'
import { isName, type Scope } from './scope.ts'
import type { DiscoverySettings } from './settings.ts'

/** Somebody who looks from elsewhere for this workspace. */
export interface ProbeAgent {
  id: string
  name: string
  outside?: { by: string; at: string }
  madeBy: string
  madeAt: string
  seenAt: string | null
}

/** The scope as an agent goes by it, of one moment. */
export interface AgentTerms {
  rules: AddressRules
  rulings: Pick<Scope, 'rulings' | 'proofs' | 'ranges'> & Partial<Pick<Scope, 'seeds'>>
  perHost: number
  perNetwork: number
  quietHours?: DiscoverySettings['quietHours']
  isStopped: boolean
}

/** What it is asked to do, beside the terms. `order`: what the flow hands to whoever looks. */
export interface AgentTask {
  seeds: readonly NamedAsset[]
  look: DiscoveryLook
  /** Whether it looks at everything: at what was approved, too, whatever leads there. */
  isFull?: boolean
  order: unknown
  sources: Pick<DiscoverySettings, 'resolvers' | 'certificateSearch' | 'rdap' | 'contact'>
  /** Sets of fingerprints that the server holds, by their digests: an agent asks for those that it lacks. */
  fingerprints?: readonly { set: string; sha256: string }[]
}

/** Scope and manners of this moment, as an agent needs them: whoever said what stays here. */
export function termsOf(scope: Scope, settings: DiscoverySettings): AgentTerms {
  const { perHost, perNetwork, quietHours, stopped } = settings
  const exclusions = scope.ranges.filter(({ kind }) => kind === 'exclusion')
  return {
    rules: {
      ranges: scope.ranges.filter(({ kind }) => kind === 'approval').map(({ range }) => range),
      addresses: scope.names.flatMap(({ addresses }) => addresses),
      exclusions: exclusions.flatMap(({ range, addresses }) => (isName(range) ? addresses : [range])),
    },
    rulings: {
      rulings: scope.rulings.map((ruling) => ({ ...ruling, reason: undefined, madeBy: '' })),
      proofs: scope.proofs.map((proof) => ({ ...proof, token: '', statement: undefined, askedBy: '' })),
      ranges: exclusions.map((range) => ({ ...range, statement: '', madeBy: '' })),
      seeds: scope.seeds,
    },
    perHost,
    perNetwork,
    ...(quietHours && { quietHours }),
    isStopped: stopped !== undefined,
  }
}

/** Letters, digits and hyphens: the name is a part of the vantage. */
export function isAgentName(text: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(text)
}

/** From where an agent looks. Only an administrator's word makes it an outside one. */
export function agentVantage({ name, outside }: Pick<ProbeAgent, 'name' | 'outside'>): string {
  return outside ? `outside, agent ${name} (stated by ${outside.by})` : `inside, agent ${name}`
}
