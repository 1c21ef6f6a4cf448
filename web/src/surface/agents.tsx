import type { ProbeAgentRow } from '@contract/agents.ts'
import { commandLine } from '@contract/command-line.ts'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Confirm } from '../parts/confirm.tsx'
import { CopyField } from '../parts/copy-field.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { agentsQuery, useAgentChange, useMakeAgent } from './queries.ts'
import { Entries } from './scope-lists.tsx'

/** Who looks from elsewhere: made here, run on another host. */
export function Agents({ may }: { may: boolean }) {
  const { data, error, refetch } = useQuery(agentsQuery)
  const change = useAgentChange()
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={2} height={36} />
  return (
    <div className="max-w-4xl">
      <Entries empty="Everything is looked at from this host.">
        {data.map((agent) => (
          <li key={agent.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-3 py-2">
            <Agent agent={agent} />
            {may && (
              <>
                <button
                  type="button"
                  className="button"
                  disabled={change.isPending}
                  onClick={() => change.mutate({ id: agent.id, outside: !agent.outside })}
                >
                  {agent.outside ? `${agent.name} looks from inside` : `I say that ${agent.name} looks from outside`}
                </button>
                <Confirm
                  label="Remove"
                  question={`Take ${agent.name} away, with its token and its schedule?`}
                  disabled={change.isPending}
                  confirm={() => change.mutate({ id: agent.id })}
                />
              </>
            )}
          </li>
        ))}
      </Entries>
      <Refusal error={change.error} />
      {may && <Make />}
    </div>
  )
}

function Agent({ agent: { name, vantage, seenAt } }: { agent: ProbeAgentRow }) {
  return (
    <div className="min-w-56 flex-1">
      <p className="font-medium">{name}</p>
      <p className="text-sm text-muted wrap-anywhere">
        looks from {vantage}; {seenAt ? 'it called ' : 'it has not called yet'}
        {seenAt && <When at={seenAt} />}
      </p>
    </div>
  )
}

function Make() {
  const [name, setName] = useState('')
  const make = useMakeAgent()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate({ name: name.trim() }, { onSuccess: () => setName('') })
  }
  return (
    <form onSubmit={submit} className="mt-3">
      <div className="flex flex-wrap gap-2">
        <input
          className="field w-64"
          required
          maxLength={40}
          pattern="[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?"
          aria-label="Name of an agent"
          placeholder="cloud-1"
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <button type="submit" className="button" disabled={make.isPending}>
          Make an agent
        </button>
      </div>
      <Refusal error={make.error} />
      {make.data && (
        <>
          <CopyField label="On the other host, its token" value={`export LUNETTE_AGENT_TOKEN=${make.data.token}`} />
          <CopyField
            label="Then it looks when it is asked to"
            value={commandLine(`agent --server ${location.origin} --key ${make.data.key}`)}
          />
        </>
      )}
    </form>
  )
}
