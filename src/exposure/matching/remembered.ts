import type { KeyedStatement } from '#core/vocabulary'
import type { Identity } from './identity.ts'
import type { Opinion } from './opinion.ts'

/**
 * Images of one vendor hold the same builds many times over, and a product's record lists hundreds of versions: what a
 * statement means for one such build on one asset is kept as long as the statement itself.
 */
export class RememberedOpinions {
  readonly #byStatement = new WeakMap<KeyedStatement, Map<string, Opinion | undefined>>()

  of(
    identity: Identity,
    statement: KeyedStatement,
    method: string,
    judge: () => Opinion | undefined,
  ): Opinion | undefined {
    const signature = `${method} ${signatureOf(identity)}`
    let known = this.#byStatement.get(statement)
    if (known === undefined) {
      known = new Map()
      this.#byStatement.set(statement, known)
    }
    if (known.has(signature)) return known.get(signature)
    const opinion = judge()
    known.set(signature, opinion)
    return opinion
  }
}

const signatures = new WeakMap<Identity, string>()

/** Everything about a component that judging it by CPE or by words, and the reasons for it, look at. */
function signatureOf(identity: Identity): string {
  const known = signatures.get(identity)
  if (known !== undefined) return known
  const { kind, scheme, system, banner, component, version } = identity
  const words = kind === 'other' ? [component.namespace, component.name, version] : []
  const stated = component.cpes.length > 0
  const names = identity.cpes().map(({ text, version: named, derived }) => `${text} ${named} ${derived}`)
  const signature = [kind, scheme, system, banner, component.type, stated, ...words, ...names].join(' ')
  signatures.set(identity, signature)
  return signature
}
