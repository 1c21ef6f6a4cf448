import type { ScopeDocument } from '@contract/scope.ts'
import { useQuery } from '@tanstack/react-query'
import { Names, Ranges } from '../scope-lists.tsx'
import { foundNamesQuery } from './found-names.ts'
import { LookWithoutTouching } from './look-step.tsx'

/** Two ways to say what may be touched: the addresses that a proven name has now, or a range by hand. */
export function ApproveStep({ scope }: { scope: ScopeDocument }) {
  const proven = scope.proofs.flatMap(({ state, name }) => (state === 'proven' ? name : []))
  const { data: found = [] } = useQuery({ ...foundNamesQuery(proven), enabled: proven.length > 0 })
  return (
    <div className="mt-1 max-w-4xl">
      <p className="prose-width text-muted">
        Connections go to approved addresses only. What is not approved stays known by its name, and nothing is sent
        there.
      </p>
      {proven.length > 0 && (
        <>
          <h3 className="mt-3 font-medium">The addresses that a proven name has now</h3>
          <Names names={[]} may suggested={found} />
        </>
      )}
      <h3 className="mt-3 font-medium">{proven.length > 0 ? 'Or a range by hand' : 'A range by hand'}</h3>
      <Ranges ranges={[]} kind="approval" may />
      <LookWithoutTouching />
    </div>
  )
}
