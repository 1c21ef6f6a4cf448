import type { ApiToken, TokenScope } from '@contract/tokens.ts'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Confirm } from '../parts/confirm.tsx'
import { CopyField } from '../parts/copy-field.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { tokensQuery, useMakeToken, useRevokeToken } from './use-account.ts'

const scopeWords: Readonly<Record<TokenScope, string>> = {
  read: 'read',
  write: 'change',
  traces: 'send traces of AI systems in',
  import: 'send imports in',
  admin: 'manage people and settings',
  agent: 'take orders for probes',
}
/** The last comes with an agent only. */
const scopes = ['read', 'write', 'import', 'traces', 'admin'] as const
type Chosen = (typeof scopes)[number]
const lives = [7, 30, 90, 365]

/** Tokens for programs, in one's own name and for the present workspace. */
export function Tokens() {
  const { data, error, refetch } = useQuery(tokensQuery)
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  return (
    <>
      <p className="prose-width text-muted">
        A program that sends <code className="font-mono text-ink">Authorization: Bearer …</code> acts in your name, in
        this workspace, and never does more than you may yourself.
      </p>
      <MakeToken />
      {data ? <List tokens={data} /> : <Skeleton rows={2} height={44} />}
    </>
  )
}

function MakeToken() {
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<Chosen[]>(['read'])
  const [days, setDays] = useState(90)
  const make = useMakeToken()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate({ name: name.trim(), scopes: chosen, days }, { onSuccess: () => setName('') })
  }
  const toggle = (scope: Chosen) =>
    setChosen(chosen.includes(scope) ? chosen.filter((other) => other !== scope) : [...chosen, scope])
  return (
    <form onSubmit={submit} className="mt-2 max-w-3xl">
      <div className="flex flex-wrap items-end gap-3">
        <label className="grid grow gap-1">
          <span className="font-medium">What is it for?</span>
          <input
            className="field"
            required
            maxLength={100}
            placeholder="nightly SBOM import"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <label className="grid gap-1">
          <span className="font-medium">Ends after</span>
          <select className="field" value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {lives.map((life) => (
              <option key={life} value={life}>
                {life} days
              </option>
            ))}
          </select>
        </label>
      </div>
      <fieldset className="mt-2">
        <legend className="font-medium">It may</legend>
        <div className="flex flex-wrap gap-x-4">
          {scopes.map((scope) => (
            <label key={scope} className="flex min-h-7 items-center gap-1.5">
              <input type="checkbox" checked={chosen.includes(scope)} onChange={() => toggle(scope)} />
              {scopeWords[scope]}
            </label>
          ))}
        </div>
      </fieldset>
      <Refusal error={make.error} />
      <button
        type="submit"
        className="button-primary mt-2"
        disabled={make.isPending || chosen.length === 0 || name.trim() === ''}
      >
        Make a token
      </button>
      {make.data && <CopyField key={make.data.id} label="The token" value={make.data.token} />}
    </form>
  )
}

function List({ tokens }: { tokens: ApiToken[] }) {
  const revoke = useRevokeToken()
  if (tokens.length === 0) return <p className="mt-3 text-muted">You have no token for this workspace.</p>
  return (
    <>
      <ul className="mt-3 max-w-3xl divide-y divide-line border-y border-line" aria-label="Tokens">
        {tokens.map((token) => (
          <li key={token.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
            <span className="min-w-0 grow wrap-anywhere">
              {token.name} <code className="font-mono text-sm text-muted">{token.hint}…</code>
              <span className="block text-sm text-muted">
                may {token.scopes.map((scope) => scopeWords[scope]).join(', ')};{' '}
                {token.lastUsedAt ? (
                  <>
                    last used <When at={token.lastUsedAt} />
                  </>
                ) : (
                  'never used'
                )}
                , ends <When at={token.expiresAt} />
              </span>
            </span>
            <Confirm
              label="Revoke"
              question={`Revoke ${token.name}?`}
              disabled={revoke.isPending}
              confirm={() => revoke.mutate(token.id)}
            />
          </li>
        ))}
      </ul>
      <Refusal error={revoke.error} />
    </>
  )
}
