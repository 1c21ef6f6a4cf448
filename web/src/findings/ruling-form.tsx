import type { DispositionRow, RulingEffect, RulingRequest } from '@contract/dispositions.ts'
import { severalVersionsWords } from '@contract/finding-words.ts'
import type { FindingDetail } from '@contract/findings.ts'
import { counted } from '@contract/fix-words.ts'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useDraft } from '../parts/drafts.ts'
import { Refusal } from '../session/login.tsx'
import { changesSince } from './finding-changes.ts'
import { dayIn, useRulingChoices } from './ruling-choices.ts'
import {
  justificationWords,
  restsOn,
  rulingScopeWords,
  scopeWords,
  severalVersions,
  statusWords,
} from './ruling-words.ts'
import { StandingRuling } from './standing-ruling.tsx'
import { useRehearsal, useRule } from './use-rulings.ts'

/** What is in no component has no version of one. */
const { component: _version, asset: _asset, ...others } = scopeWords
const scopesWithoutComponent = { ...others, asset: 'this asset' }

function scopesOf({ witnesses, component }: FindingDetail) {
  if (witnesses.every(({ componentId }) => componentId === null)) return scopesWithoutComponent
  return component.otherVersions.length > 0 ? { ...scopeWords, component: severalVersions } : scopeWords
}

/** Under which the reasons of a ruling are kept until it is made. */
export const reasonPlace = (findingId: string) => `finding ${findingId} ruling`

/** Where a ruling is written; what happens to the finding meanwhile is said, and nothing that was written is lost. */
export function RulingForm(props: { finding: FindingDetail; asked: boolean; close: () => void }) {
  const { finding, asked, close } = props
  const chosen = useRulingChoices(reasonPlace(finding.id))
  const { status, scope, justification, day, choose } = chosen
  const several = severalVersionsWords(finding)
  const draft = useDraft(reasonPlace(finding.id))
  const reason = draft.text
  const rule = useRule(finding.id)
  const standing = finding.disposition
  const [instead, setInstead] = useState(standing?.id ?? null)
  const meanwhile = standing && standing.id !== instead && !rule.isPending && !rule.isSuccess ? standing : undefined
  const ruling: RulingRequest = {
    status,
    scope,
    reason,
    endsAt: `${day}T00:00:00.000Z`,
    ...(status === 'not-affected' && { justification }),
  }
  const [began] = useState(finding)
  const { data: effect, error: unclear } = useRehearsal(finding.id, ruling)
  // A ruling on what is resolved touches nothing; one of a wider scope may.
  const isOver = finding.state === 'resolved' && scope === 'finding'
  const form = useRef<HTMLFormElement>(null)
  // Who asked for it by a key goes on in it.
  useEffect(() => {
    if (asked) form.current?.querySelector<HTMLElement>('input:checked')?.focus()
  }, [asked])
  const leave = () => {
    draft.forget()
    chosen.forget()
    close()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const replaces = effect?.replaces.map(({ id }) => id) ?? []
    rule.mutate({ ...ruling, instead, replaces }, { onSuccess: leave })
  }
  return (
    <form ref={form} onSubmit={submit} className="grid max-w-xl gap-3">
      <Choices
        legend="What is it?"
        name="status"
        words={statusWords}
        value={status}
        choose={(next) => choose({ status: next })}
      />
      {status === 'not-affected' && (
        <label className="grid gap-1">
          Because
          <select
            className="field"
            value={justification}
            onChange={(event) => choose({ justification: event.target.value })}
          >
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
        words={scopesOf(finding)}
        value={scope}
        choose={(next) => choose({ scope: next })}
      />
      {several && <p className="text-sm text-soon wrap-anywhere">It is on {several}.</p>}
      <label className="grid gap-1">
        Why
        <textarea
          className="field min-h-16 py-1.5"
          required
          maxLength={4_000}
          value={reason}
          onChange={(event) => draft.set(event.target.value)}
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
          onChange={(event) => choose({ day: event.target.value })}
        />
      </label>
      <Changes began={began} finding={finding} />
      {meanwhile ? (
        <Meanwhile
          ruling={meanwhile}
          goOn={() => {
            rule.reset()
            setInstead(meanwhile.id)
          }}
        />
      ) : (
        <>
          {standing && !rule.isSuccess && <Replaced ruling={standing} />}
          <Preview effect={effect} error={unclear} />
        </>
      )}
      <div className="flex gap-2">
        <button
          type="submit"
          className="button-primary"
          disabled={rule.isPending || meanwhile !== undefined || isOver || reason.trim() === ''}
        >
          Rule
        </button>
        <button type="button" className="button" onClick={leave}>
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
      <StandingRuling ruling={ruling} />
      <button type="button" className="button mt-2" onClick={goOn}>
        Put mine in its place …
      </button>
    </div>
  )
}

/** Whose ruling it takes the place of stays in sight until it does. */
function Replaced({ ruling }: { ruling: DispositionRow }) {
  const { status, madeBy, reason, endsAt } = ruling
  return (
    <div className="rounded border border-line p-3">
      <p>
        Yours takes the place of what {madeBy} ruled: {statusWords[status]} for {rulingScopeWords(ruling)}, until{' '}
        {endsAt.slice(0, 10)}
      </p>
      <blockquote className="mt-1 border-l-2 border-line pl-3 whitespace-pre-wrap wrap-anywhere">{reason}</blockquote>
    </div>
  )
}

/** What became of the finding since somebody began to write: they may rule otherwise, or not at all. */
function Changes({ began, finding }: { began: FindingDetail; finding: FindingDetail }) {
  const changes = changesSince(began, finding)
  if (changes.length === 0) return null
  return (
    <div role="alert" className="rounded border border-line p-3">
      <p>
        <span aria-hidden className="text-soon">
          ◆{' '}
        </span>
        It changed while you were writing. Nothing of yours is lost.
      </p>
      <ul className="mt-1 list-disc pl-5">
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
    </div>
  )
}

/** What the ruling would touch and what would bring it back, before it is made. */
function Preview({ effect, error }: { effect: RulingEffect | undefined; error: Error | null }) {
  if (error) return <p className="text-now">{error.message}</p>
  if (!effect) return <p className="text-muted">Looking what it would touch …</p>
  const { suppressed, assets, anchor, replaces } = effect
  return (
    <div aria-live="polite">
      <p>
        It would take <strong className="font-semibold">{suppressed.toLocaleString()}</strong>{' '}
        {suppressed === 1 ? 'finding' : 'findings'} on {assets.toLocaleString()} {assets === 1 ? 'asset' : 'assets'} off
        the list, and bring {suppressed === 1 ? 'it' : 'them'} back when {restsOn(anchor)} changes.
      </p>
      {replaces.length > 0 && <Replaces rulings={replaces} />}
    </div>
  )
}

const SHOWN_RULINGS = 5

/** Whose rulings on other findings of the scope it would take the place of. */
function Replaces({ rulings }: { rulings: RulingEffect['replaces'] }) {
  const findings = rulings.reduce((sum, ruling) => sum + ruling.findings, 0)
  return (
    <>
      <p className="mt-1 text-soon">
        It would take the place of {counted(rulings.length, 'ruling')} on {counted(findings, 'finding')}:
      </p>
      <ul className="list-disc pl-5">
        {rulings.slice(0, SHOWN_RULINGS).map((ruling) => (
          <li key={ruling.id} className="wrap-anywhere">
            {ruling.madeBy} on {counted(ruling.findings, 'finding')}: {ruling.reason}
          </li>
        ))}
        {rulings.length > SHOWN_RULINGS && <li>and {(rulings.length - SHOWN_RULINGS).toLocaleString()} more</li>}
      </ul>
    </>
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
