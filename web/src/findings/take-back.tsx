import type { Revoked } from '@contract/dispositions.ts'
import { useState } from 'react'
import { Refusal } from '../session/login.tsx'
import { useRevoke, useRevokeRehearsal } from './use-rulings.ts'

/** Takes a ruling back, after saying what its findings come to: open, or under a ruling that stands then. */
export function TakeBack({ id }: { id: string }) {
  const [asked, setAsked] = useState(false)
  const revoke = useRevoke()
  return (
    <>
      {asked ? (
        <Question id={id} keep={() => setAsked(false)} confirm={() => revoke.mutate(id)} />
      ) : (
        <button type="button" className="button" disabled={revoke.isPending} onClick={() => setAsked(true)}>
          Take it back …
        </button>
      )}
      <Refusal error={revoke.error} />
    </>
  )
}

function Question({ id, keep, confirm }: { id: string; keep: () => void; confirm: () => void }) {
  const { data, error } = useRevokeRehearsal(id)
  return (
    <fieldset className="inline-flex flex-wrap items-center gap-2" aria-label="Take it back?">
      <span aria-live="polite">{data ? takenBackWords(data) : error ? '' : 'Looking what it would do …'}</span>
      <Refusal error={error} />
      <button
        type="button"
        className="button border-now text-now"
        // biome-ignore lint/a11y/noAutofocus: the question stands where the button was; focus must not fall to the page.
        autoFocus
        disabled={!data}
        onClick={() => {
          keep()
          confirm()
        }}
      >
        Take it back
      </button>
      <button type="button" className="button" onClick={keep}>
        Keep
      </button>
    </fieldset>
  )
}

/** What becomes of the findings of a ruling that is taken back. */
export function takenBackWords({ returned, stands }: Revoked): string {
  const under = stands.map(
    ({ madeBy, reason, findings }) =>
      `${counted(findings)} will be under the ruling of ${madeBy} again: ${reason.length > 80 ? `${reason.slice(0, 80)}…` : reason}.`,
  )
  if (returned > 0) return [`${counted(returned)} will be open again.`, ...under].join(' ')
  return under.length > 0 ? under.join(' ') : 'It covers nothing now.'
}

function counted(findings: number): string {
  return `${findings.toLocaleString()} ${findings === 1 ? 'finding' : 'findings'}`
}
