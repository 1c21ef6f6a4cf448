import { caseDescription } from '#contract/assurance-cases'
import { err, problem } from '#core/kernel'
import type { CaseRole } from '#core/vocabulary'
import { describe } from '#flows/assurance-cases'
import { examineCase } from '#flows/examine-case'
import { print } from '../say.ts'
import { acting, audited, checked, end, type Flags, reader, refuse, withCase, workspaceId } from './incident-work.ts'

/** `lunette incident who`: who leads a case or has a role in it; without a name nobody does. */
export async function sayWho(
  id: string,
  person: string | undefined,
  flags: Flags & { as: 'lead' | CaseRole },
): Promise<number> {
  const { as: role } = flags
  const named = checked(caseDescription, { lead: person ?? null })
  if (!named.ok) return refuse(named.error.message)
  const done = await withCase(flags, id, async (runtime, caseId) => {
    const known = await examineCase(runtime, workspaceId, caseId, reader)
    if (!known) return err(problem('not-found', 'there is no such case in this workspace'))
    const others = known.roles.filter((held) => held.role !== role).map(({ outside: _, ...held }) => held)
    const said =
      role === 'lead' ? { lead: person ?? null } : { roles: [...others, ...(person ? [{ role, person }] : [])] }
    return describe(runtime, acting, caseId, said, (work, { reopened, changed }) =>
      audited(runtime, 'case.describe', caseId)(work, { what: changed, reopened }),
    )
  })
  return end(done, () => print({ role, person: person ?? null }, `${role}: ${person ?? 'nobody'}`, flags.json))
}
