import type { RulingRequest } from '@contract/dispositions.ts'
import { severalVersionsWords } from '@contract/finding-words.ts'
import type { FindingDetail } from '@contract/findings.ts'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useDraft } from '../parts/drafts.ts'
import { Refusal } from '../session/login.tsx'
import { Choices } from './choices.tsx'
import { dayIn, useRulingChoices } from './ruling-choices.ts'
import { Changes, Meanwhile, Replaced } from './ruling-notices.tsx'
import { RulingPreview } from './ruling-preview.tsx'
import { justificationWords, scopeWords, severalVersions, statusWords } from './ruling-words.ts'
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
          <RulingPreview effect={effect} error={unclear} />
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
