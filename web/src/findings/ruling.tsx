import type { DispositionRow, RulingRequest } from '@contract/dispositions.ts'
import type { FindingDetail } from '@contract/findings.ts'
import { useLocation } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useKey } from '../parts/use-key.ts'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { justificationWords, restsOn, scopeWords, statusWords } from './ruling-words.ts'
import { useRehearsal, useRevoke, useRule } from './use-rulings.ts'

/** What a person rules on this finding: the ruling that stands, or the way to make one. */
export function Ruling({ finding }: { finding: FindingDetail }) {
  const may = useMay('analyst')
  const { hash } = useLocation()
  const standing = finding.disposition
  const [open, setOpen] = useState(hash === 'rule' && !standing)
  const [seen, setSeen] = useState(hash)
  if (seen !== hash) {
    setSeen(hash)
    if (hash === 'rule' && !standing) setOpen(true)
  }
  useKey('s', () => {
    if (!standing) setOpen(true)
  })
  if (finding.state === 'resolved') return <p className="text-muted">It is resolved: there is nothing to rule on.</p>
  // Who is writing goes on writing, whoever rules meanwhile.
  if (open && may) return <Form finding={finding} close={() => setOpen(false)} />
  if (standing) return <Standing ruling={standing} />
  if (!may) return <p className="text-muted">Nobody has ruled on it. Ruling needs the role "analyst".</p>
  return (
    <>
      <p className="text-muted">Nobody has ruled on it. A ruling says why, rests on facts, and ends on a day.</p>
      <button type="button" className="button mt-2" onClick={() => setOpen(true)}>
        Rule on it …
      </button>
    </>
  )
}

function Standing({ ruling }: { ruling: DispositionRow }) {
  const revoke = useRevoke()
  const may = useMay('analyst')
  return (
    <>
      <p>
        <strong className="font-semibold">{statusWords[ruling.status]}</strong> for {scopeWords[ruling.scope]}, by{' '}
        {ruling.madeBy} <When at={ruling.madeAt} />
        {ruling.document && (
          <>
            , from{' '}
            <a
              className="text-accent underline wrap-anywhere"
              href={`/api/v1/vex/documents/${ruling.document.id}`}
              download={ruling.document.fileName}
            >
              {ruling.document.fileName}
            </a>
          </>
        )}
        {ruling.justification && `: ${justificationWords[ruling.justification] ?? ruling.justification}`}
      </p>
      <blockquote className="mt-1 border-l-2 border-line pl-3 whitespace-pre-wrap wrap-anywhere">
        {ruling.reason}
      </blockquote>
      <p className="mt-1 text-muted">
        Until {ruling.endsAt.slice(0, 10)}, or until {restsOn(ruling.anchor)} changes. It covers{' '}
        {ruling.suppresses.toLocaleString()} {ruling.suppresses === 1 ? 'finding' : 'findings'}.
      </p>
      {may && (
        <button
          type="button"
          className="button mt-2"
          disabled={revoke.isPending}
          onClick={() => revoke.mutate(ruling.id)}
        >
          Take it back
        </button>
      )}
      <Refusal error={revoke.error} />
    </>
  )
}

/** What is in no component has no version of one. */
const { component: _version, asset: _asset, ...others } = scopeWords
const scopesWithoutComponent = { ...others, asset: 'this asset' }

const DAY_MS = 86_400_000
const DEFAULT_DAYS = 90

const dayIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

function Form({ finding, close }: { finding: FindingDetail; close: () => void }) {
  const [status, setStatus] = useState<RulingRequest['status']>('accepted')
  const [scope, setScope] = useState<RulingRequest['scope']>('finding')
  const [justification, setJustification] = useState('vulnerable_code_not_in_execute_path')
  const [reason, setReason] = useState('')
  const [day, setDay] = useState(dayIn(DEFAULT_DAYS))
  const rule = useRule(finding.id)
  const standing = finding.disposition
  const [instead, setInstead] = useState(standing?.id ?? null)
  const meanwhile = standing && standing.id !== instead && !rule.isPending && !rule.isSuccess ? standing : undefined
  const form = useRef<HTMLFormElement>(null)
  // Who asked for it by a key goes on in it.
  useEffect(() => form.current?.querySelector<HTMLElement>('input:checked')?.focus(), [])
  const ruling: RulingRequest = {
    status,
    scope,
    reason,
    endsAt: `${day}T00:00:00.000Z`,
    ...(status === 'not-affected' && { justification }),
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    rule.mutate({ ...ruling, instead }, { onSuccess: close })
  }
  return (
    <form ref={form} onSubmit={submit} className="grid max-w-xl gap-3">
      <Choices legend="What is it?" name="status" words={statusWords} value={status} choose={setStatus} />
      {status === 'not-affected' && (
        <label className="grid gap-1">
          Because
          <select className="field" value={justification} onChange={(event) => setJustification(event.target.value)}>
            {Object.entries(justificationWords).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
      )}
      <Choices
        legend="For what?"
        name="scope"
        words={finding.witnesses.every(({ componentId }) => componentId === null) ? scopesWithoutComponent : scopeWords}
        value={scope}
        choose={setScope}
      />
      <label className="grid gap-1">
        Why
        <textarea
          className="field min-h-16 py-1.5"
          required
          maxLength={4_000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <label className="flex items-center gap-2">
        Until
        <input
          type="date"
          className="field"
          required
          min={dayIn(1)}
          max={dayIn(729)}
          value={day}
          onChange={(event) => setDay(event.target.value)}
        />
      </label>
      {meanwhile ? (
        <Meanwhile
          ruling={meanwhile}
          goOn={() => {
            rule.reset()
            setInstead(meanwhile.id)
          }}
        />
      ) : (
        <Preview findingId={finding.id} ruling={ruling} />
      )}
      <div className="flex gap-2">
        <button
          type="submit"
          className="button-primary"
          disabled={rule.isPending || meanwhile !== undefined || reason.trim() === ''}
        >
          Rule
        </button>
        <button type="button" className="button" onClick={close}>
          Cancel
        </button>
      </div>
      {!meanwhile && <Refusal error={rule.error} />}
    </form>
  )
}

/** Somebody was faster: what they ruled, before anything takes its place. */
function Meanwhile({ ruling, goOn }: { ruling: DispositionRow; goOn: () => void }) {
  return (
    <div role="alert" className="rounded border border-line p-3">
      <p className="mb-2">
        <span aria-hidden className="text-now">
          ▲{' '}
        </span>
        {ruling.madeBy} ruled on it while you were writing. Nothing of yours is lost, and nothing of it is in force.
      </p>
      <Standing ruling={ruling} />
      <button type="button" className="button mt-2" onClick={goOn}>
        Put mine in its place …
      </button>
    </div>
  )
}

/** What the ruling would touch and what would bring it back, before it is made. */
function Preview({ findingId, ruling }: { findingId: string; ruling: RulingRequest }) {
  const { data, error } = useRehearsal(findingId, ruling)
  if (error) return <p className="text-now">{error.message}</p>
  if (!data) return <p className="text-muted">Looking what it would touch …</p>
  const { suppressed, assets, anchor } = data
  return (
    <p aria-live="polite">
      It would take <strong className="font-semibold">{suppressed.toLocaleString()}</strong>{' '}
      {suppressed === 1 ? 'finding' : 'findings'} on {assets.toLocaleString()} {assets === 1 ? 'asset' : 'assets'} off
      the list, and bring them back when {restsOn(anchor)} changes.
    </p>
  )
}

function Choices<Value extends string>(props: {
  legend: string
  name: string
  words: Readonly<Partial<Record<Value, string>>>
  value: Value
  choose: (value: Value) => void
}) {
  const { legend, name, words, value, choose } = props
  return (
    <fieldset>
      <legend className="font-medium">{legend}</legend>
      <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
        {(Object.keys(words) as Value[]).map((key) => (
          <label key={key} className="flex min-h-6 items-center gap-1.5">
            <input type="radio" name={name} checked={value === key} onChange={() => choose(key)} />
            {words[key]}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
