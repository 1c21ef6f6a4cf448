import type { ScopeDocument } from '@contract/scope.ts'
import { useState } from 'react'
import { CopyField } from '../../parts/copy-field.tsx'
import { When } from '../../parts/when.tsx'
import { Refusal } from '../../session/login.tsx'
import { useScopeChange } from '../queries.ts'
import { LookWithoutTouching } from './look-step.tsx'
import { unproven } from './next-step.ts'

type Proof = ScopeDocument['proofs'][number]
type Method = Proof['method']

const methods: readonly { method: Method; button: string; holds: string }[] = [
  { method: 'dns-txt', button: 'A DNS record', holds: 'proves the domain and every name below it' },
  { method: 'well-known', button: 'A file on its web server', holds: 'proves this one host' },
  { method: 'attestation', button: 'My word', holds: 'written down with your name; proves every name below it' },
]

/** Shows what is to be published where, and looks for it. */
export function ProveStep({ scope }: { scope: ScopeDocument }) {
  const names = unproven(scope)
  const [chosen, choose] = useState<string>()
  const name = chosen !== undefined && names.includes(chosen) ? chosen : (names[0] ?? '')
  const [method, setMethod] = useState<Method>('dns-txt')
  const { holds } = methods.find((one) => one.method === method)!
  return (
    <div className="mt-1 max-w-2xl">
      <p className="text-muted">Only addresses of a proven name can be approved through it. Choose one way:</p>
      <div className="mt-2 flex flex-wrap items-center gap-1.5">
        {names.length > 1 && (
          <select
            className="field w-auto"
            aria-label="Name to prove"
            value={name}
            onChange={({ target }) => choose(target.value)}
          >
            {names.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        )}
        {methods.map(({ method: one, button }) => (
          <button key={one} type="button" className="chip" aria-pressed={one === method} onClick={() => setMethod(one)}>
            {button}
          </button>
        ))}
      </div>
      <p className="mt-1 text-sm text-muted">
        {name}: {holds}
      </p>
      {method === 'attestation' ? (
        <Word key={name} name={name} />
      ) : (
        <Published key={`${name} ${method}`} name={name} method={method} proof={proofOf(scope, name, method)} />
      )}
      <LookWithoutTouching />
    </div>
  )
}

function proofOf({ proofs }: ScopeDocument, name: string, method: Method): Proof | undefined {
  return proofs.find((proof) => proof.name === name && proof.method === method)
}

/** What is published where, and what was found of it. */
function Published({ name, method, proof }: { name: string; method: Method; proof: Proof | undefined }) {
  const change = useScopeChange()
  if (!proof?.challenge)
    return (
      <>
        <button
          type="button"
          className="button mt-2"
          disabled={change.isPending}
          onClick={() => change.mutate({ method: 'POST', path: '/proofs', body: { name, method } })}
        >
          Show what to publish
        </button>
        <Refusal error={change.error} />
      </>
    )
  const { challenge, detail, checkedAt } = proof
  const isRecord = method === 'dns-txt'
  return (
    <>
      <CopyField
        label={isRecord ? 'Add a TXT record with this name' : 'Serve a file at'}
        value={isRecord ? challenge.record : `http://${name}${challenge.path}`}
        note=""
      />
      <CopyField label={isRecord ? 'and this value' : 'with this text'} value={challenge.value} note="" />
      <button
        type="button"
        className="button-primary"
        disabled={change.isPending}
        onClick={() => change.mutate({ method: 'POST', path: `/proofs/${proof.id}/check` })}
      >
        {change.isPending ? 'Looking …' : isRecord ? 'I added it: look for it' : 'I put it there: look for it'}
      </button>
      <p role="status" className="mt-2 min-h-5 text-sm wrap-anywhere">
        {detail && checkedAt && (
          <>
            <span className="font-medium text-soon">Not found</span> <When at={checkedAt} />: {detail}.
            {isRecord && ' A new record can take minutes to be seen.'}
          </>
        )}
      </p>
      <Refusal error={change.error} />
    </>
  )
}

/** An administrator's word, with what it rests on. */
function Word({ name }: { name: string }) {
  const change = useScopeChange()
  const [statement, setStatement] = useState('')
  return (
    <form
      className="mt-2 flex flex-wrap gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        change.mutate({ method: 'POST', path: '/proofs', body: { name, method: 'attestation', statement } })
      }}
    >
      <input
        className="field min-w-56 flex-1"
        aria-label={`Why ${name} is yours`}
        placeholder="Why it is yours"
        required
        maxLength={500}
        value={statement}
        onChange={({ target }) => setStatement(target.value)}
      />
      <button type="submit" className="button-primary" disabled={change.isPending}>
        I say that it is ours
      </button>
      <Refusal error={change.error} />
    </form>
  )
}
