import type { KeyedStatement } from '#core/vocabulary'
import type { Identity } from './identity.ts'
import type { Opinion } from './opinion.ts'

/**
 * Images of one vendor hold the same builds many times over, and a product's record lists hundreds of versions: what a
 * statement means for one such build on one asset is kept as long as the statement itself.
 */
export class RememberedOpinions {
  readonly #byMethod = new Map<string, WeakMap<KeyedStatement, Map<number, Opinion | undefined>>>()
  /** Builds are told apart by number: their words are long, and are asked for with every statement. */
  readonly #builds = new Map<string, number>()
  readonly #numbers = new WeakMap<Identity, number>()

  of(
    identity: Identity,
    statement: KeyedStatement,
    method: string,
    judge: () => Opinion | undefined,
  ): Opinion | undefined {
    const known = this.#knownOf(statement, method)
    const build = this.#buildOf(identity)
    const opinion = known.get(build)
    if (opinion !== undefined || known.has(build)) return opinion
    const judged = judge()
    known.set(build, judged)
    return judged
  }

  #knownOf(statement: KeyedStatement, method: string): Map<number, Opinion | undefined> {
    const byStatement = this.#byMethod.get(method) ?? new WeakMap<KeyedStatement, Map<number, Opinion | undefined>>()
    this.#byMethod.set(method, byStatement)
    const known = byStatement.get(statement)
    if (known !== undefined) return known
    const fresh = new Map<number, Opinion | undefined>()
    byStatement.set(statement, fresh)
    return fresh
  }

  #buildOf(identity: Identity): number {
    const known = this.#numbers.get(identity)
    if (known !== undefined) return known
    const signature = signatureOf(identity)
    const number = this.#builds.get(signature) ?? this.#builds.size
    this.#builds.set(signature, number)
    this.#numbers.set(identity, number)
    return number
  }
}

/** Everything about a component that judging it by CPE or by words, and the reasons for it, look at. */
function signatureOf(identity: Identity): string {
  const { kind, scheme, system, banner, component, version } = identity
  const words = kind === 'other' ? [component.namespace, component.name, version] : []
  const stated = component.cpes.length > 0
  const names = identity.cpes.names().map(({ text, version: named, derived }) => `${text} ${named} ${derived}`)
  return [kind, scheme, system, banner, component.type, stated, ...words, ...names].join(' ')
}
