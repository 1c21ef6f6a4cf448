import type { ProbeAgentRow } from '@contract/agents.ts'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { agentsQuery, useAgentChange, useMakeAgent } from './queries.ts'

/** Who looks from elsewhere: made here, run on another host. */
export function Agents({ may }: { may: boolean }) {
  const { data, error, refetch } = useQuery(agentsQuery)
  const change = useAgentChange()
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={2} height={36} />
  return (
    <div className="max-w-2xl">
      <ul>
        {data.map((agent) => (
          <li key={agent.id} className="flex flex-wrap items-center gap-2 py-1">
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
                <button
                  type="button"
                  className="button"
                  disabled={change.isPending}
                  onClick={() => change.mutate({ id: agent.id })}
                >
                  Remove {agent.name}
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
      {data.length === 0 && <p className="text-sm text-muted">All is looked at from this host.</p>}
      <Refusal error={change.error} />
      {may && <Make />}
    </div>
  )
}

function Agent({ agent: { name, vantage, seenAt } }: { agent: ProbeAgentRow }) {
  return (
    <span>
      <span className="font-medium">{name}</span> <span className="text-muted">looks from {vantage}; seen </span>
      {seenAt ? <When at={seenAt} /> : 'never'}
    </span>
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
    <form onSubmit={submit} className="mt-2">
      <div className="flex flex-wrap gap-2">
        <input
          className="field"
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
        <output className="mt-2 block">
          <p>On the other host. The token is shown this once.</p>
          <pre className="mt-1 overflow-x-auto font-mono text-sm">
            {`export LUNETTE_AGENT_TOKEN=${make.data.token}\nlunette agent --server ${location.origin} --key ${make.data.key}`}
          </pre>
        </output>
      )}
    </form>
  )
}
