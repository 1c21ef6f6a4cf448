import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from '../api/queries.ts'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Identity, identityQuery } from './identity.tsx'
import { Password } from './password.tsx'
import { factorQuery, SecondFactor } from './second-factor.tsx'
import { Sessions } from './sessions.tsx'
import { SettingsNav } from './settings-nav.tsx'
import { Tokens } from './tokens.tsx'
import { ownSessionsQuery, tokensQuery } from './use-account.ts'
import { WorkspaceName } from './workspace-name.tsx'

/** What belongs to oneself: password, second factor, sessions, tokens. */
export function Settings() {
  const { data: session } = useQuery(sessionQuery)
  const name = session?.account?.name ?? ''
  // One below the other: none is shown before all are here, or each would push the next.
  const parts = [useQuery(factorQuery), useQuery(identityQuery), useQuery(ownSessionsQuery), useQuery(tokensQuery)]
  const ready = parts.every(({ isPending }) => !isPending)
  return (
    <div className="h-full overflow-y-auto pb-8">
      <header className="px-4 pt-3 pb-3">
        <h1 className="text-xl font-semibold wrap-anywhere">Settings of {name}</h1>
        <p className="text-muted">
          {session?.role} in {session?.workspace?.name}
        </p>
      </header>
      <SettingsNav />
      {ready ? <Parts name={name} /> : <Skeleton rows={9} height={64} />}
      {ready && session?.role === 'admin' && session.workspace && (
        <Section title="This workspace">
          <WorkspaceName key={session.workspace.name} workspace={session.workspace} />
        </Section>
      )}
    </div>
  )
}

function Parts({ name }: { name: string }) {
  return (
    <>
      <Section title="Password">
        <Password name={name} />
      </Section>
      <Section title="Second factor">
        <SecondFactor />
      </Section>
      <Identity />
      <Section title="Where you are signed in">
        <Sessions />
      </Section>
      <Section title="API tokens">
        <Tokens />
      </Section>
    </>
  )
}
