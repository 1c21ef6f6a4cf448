import { provenOtherwise } from '@contract/proof-words.ts'
import type { ScopeDocument } from '@contract/scope.ts'
import { useState } from 'react'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { useScopeChange } from './queries.ts'
import { Add, Entries, Entry } from './scope-lists.tsx'

type Proof = ScopeDocument['proofs'][number]
type Method = Proof['method']

const methods: Readonly<Record<Method, string>> = {
  'dns-txt': 'a DNS record',
  'well-known': 'a file on its web server',
  attestation: 'my word, written down',
}

/** Proofs of control, each with what is to be put where until it is found. */
export function Proofs({ proofs, may }: { proofs: readonly Proof[]; may: boolean }) {
  const change = useScopeChange()
  const [method, setMethod] = useState<Method>('dns-txt')
  return (
    <>
      <Entries empty="None yet. A proven domain is yours with all names below it.">
        {proofs.map((proof) => (
          <Entry
            key={proof.id}
            name={proof.name}
            path={may ? `/proofs/${proof.id}` : undefined}
            question={`Take the proof of ${proof.name} back, with the addresses approved through it?`}
          >
            <ProofState proof={proof} may={may} instead={provenOtherwise(proof, proofs)} />
          </Entry>
        ))}
      </Entries>
      {may && (
        <>
          <label className="mt-3 flex items-center gap-2 text-sm">
            <span>Prove by</span>
            <select className="field w-56" value={method} onChange={(event) => setMethod(event.target.value as Method)}>
              {Object.entries(methods).map(([word, label]) => (
                <option key={word} value={word}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          <Add
            key={method}
            label="Name to prove"
            placeholder="example.com"
            {...(method === 'attestation' && { because: { label: 'Why it is yours', required: true } })}
            button={method === 'attestation' ? 'Attest' : 'Ask for a proof'}
            error={change.error}
            pending={change.isPending}
            add={(name, statement, done) =>
              change.mutate(
                { method: 'POST', path: '/proofs', body: { name, method, ...(statement && { statement }) } },
                { onSuccess: () => done(name) },
              )
            }
          />
        </>
      )}
    </>
  )
}

function ProofState({ proof, may, instead }: { proof: Proof; may: boolean; instead: Method | undefined }) {
  const check = useScopeChange()
  const { id, state, method, challenge, statement, detail, askedBy, askedAt, checkedAt } = proof
  if (instead !== undefined)
    return (
      <p>
        ○ not needed by {methods[method]}: proven by {methods[instead]} – {askedBy} <When at={askedAt} />
      </p>
    )
  return (
    <>
      <p>
        <span
          className={
            state === 'proven' ? 'font-medium text-holding' : state === 'failed' ? 'font-medium text-soon' : ''
          }
        >
          {state === 'proven' ? '■ proven' : state === 'failed' ? '◆ not found' : '○ waiting'}
        </span>{' '}
        by {methods[method]} – {askedBy} <When at={askedAt} />
        {statement && ` · “${statement}”`}
      </p>
      {detail && (
        <p>
          {detail}
          {checkedAt && (
            <>
              {' '}
              (<When at={checkedAt} />)
            </>
          )}
        </p>
      )}
      {challenge && state !== 'proven' && (
        <p className="mt-1">
          {method === 'dns-txt' ? 'Put a TXT record at ' : 'Serve at '}
          <code className="font-mono text-ink select-all">
            {method === 'dns-txt' ? challenge.record : `http://${proof.name}${challenge.path}`}
          </code>{' '}
          with the text <code className="font-mono text-ink select-all">{challenge.value}</code>
        </p>
      )}
      {challenge && may && (
        <button
          type="button"
          className="button mt-1"
          disabled={check.isPending}
          onClick={() => check.mutate({ method: 'POST', path: `/proofs/${id}/check` })}
        >
          {check.isPending ? 'Looking …' : 'Look for it now'}
        </button>
      )}
      <Refusal error={check.error} />
    </>
  )
}
