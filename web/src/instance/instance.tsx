import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Refusal } from '../session/login.tsx'
import { workspacesQuery } from '../session/workspaces-query.ts'
import { SettingsNav } from '../settings/settings-nav.tsx'
import { ProviderForm } from './provider-form.tsx'
import { providerQuery, useMakeWorkspace } from './use-instance.ts'

/** What belongs to no workspace: the workspaces themselves, and how people sign in. */
export function Instance() {
  const { data, error, refetch } = useQuery(providerQuery)
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  return (
    <div className="h-full overflow-y-auto pb-8">
      <header className="px-4 pt-3 pb-3">
        <h1 className="text-xl font-semibold">The instance</h1>
        <p className="text-muted">What concerns every workspace. Only who runs the instance sees it.</p>
      </header>
      <SettingsNav />
      <Section title="Workspaces">
        <Workspaces />
      </Section>
      <Section title="Identity provider (OpenID Connect)">
        {data ? <ProviderForm state={data} /> : <Skeleton rows={6} height={56} />}
      </Section>
    </div>
  )
}

function Workspaces() {
  const { data = [] } = useQuery(workspacesQuery)
  const [name, setName] = useState('')
  const make = useMakeWorkspace()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate(name.trim(), { onSuccess: () => setName('') })
  }
  return (
    <>
      <p className="prose-width text-muted">
        Each has its own assets, findings, people and audit trail, and sees nothing of the others. Knowledge is shared.
      </p>
      <ul className="mt-2 list-disc pl-5">
        {data.map((workspace) => (
          <li key={workspace.id} className="wrap-anywhere">
            {workspace.name}
            {workspace.current && <span className="text-muted"> (here)</span>}
          </li>
        ))}
      </ul>
      <form onSubmit={submit} className="mt-2 flex max-w-xl flex-wrap items-end gap-2">
        <label className="grid grow gap-1">
          <span className="font-medium">Name of a new workspace</span>
          <input
            className="field"
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <button type="submit" className="button" disabled={make.isPending || name.trim() === ''}>
          Make it
        </button>
      </form>
      <p role="status" className="min-h-5 text-muted">
        {make.data && `Made ${make.data.name}. The menu at the top goes there.`}
      </p>
      <Refusal error={make.error} />
    </>
  )
}
