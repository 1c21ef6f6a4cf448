import type { KeyedStatement, KnowledgeKey, KnowledgeReader, MatchMethod } from '#core/vocabulary'
import type { CriteriaContext } from '../cpe/configuration.ts'
import type { Identity } from '../identity.ts'
import type { Opinion } from '../opinion.ts'
import type { RememberedOpinions } from '../remembered.ts'

/** `precise`: few false alarms. `comprehensive`: also what only a CPE or product words suggest. */
export type Dial = 'precise' | 'comprehensive'

/** One way of meeting statements. Plug-ins know nothing of each other; the order of `matchMethods` is the order of trust. */
export interface Matcher {
  readonly method: MatchMethod
  /** One sentence for the documentation and the why-trail. */
  readonly description: string
  /** The keys under which statements may speak about the component this way; empty when this way is not for it. */
  keys(identity: Identity, dial: Dial): KnowledgeKey[]
  /** Those of the statements under one key that may concern the component; left out: all of them. */
  among?(identity: Identity, statements: readonly KeyedStatement[]): readonly KeyedStatement[]
  /** What a statement found under one of those keys means for the component; empty when it does not concern it. */
  judge(identity: Identity, statement: KeyedStatement, scene: Scene): Opinion[]
}

/** Where a component is met: what is known, what else is on the asset, and what was judged there before. */
export interface Scene {
  readonly knowledge: KnowledgeReader
  readonly surroundings: CriteriaContext
  readonly remembered: RememberedOpinions
}
