import type { FindingChangeRequest } from '@contract/finding-changes.ts'
import type { FindingDetail } from '@contract/findings.ts'
import { useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react'
import { sessionQuery } from '../api/queries.ts'
import { Section } from '../parts/section.tsx'
import { useKey } from '../parts/use-key.ts'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { membersQuery, useChangeOf } from './use-changes.ts'

const progressWords: Readonly<Record<string, string>> = {
  '': 'not begun',
  'in-progress': 'in progress',
  'claimed-fixed': 'claimed fixed, not seen yet',
}

/** Who works on it, until when, and how far it is. */
export function Work({ finding }: { finding: FindingDetail }) {
  const may = useMay('analyst')
  if (finding.state === 'resolved' && finding.assignee === null) return null
  return (
    <Section title="Work">
      {may && finding.state !== 'resolved' ? <Form finding={finding} /> : <Told {...{ finding }} />}
    </Section>
  )
}

function Told({ finding: { assignee, team, progress, work } }: { finding: FindingDetail }) {
  return (
    <p>
      {assignee ? `Assigned to ${assignee}` : 'Nobody is assigned'}
      {team && `, team ${team}`} · {progressWords[progress ?? '']}
      {work.ticketUrl && (
        <>
          {' · '}
          <TicketLink url={work.ticketUrl} />
        </>
      )}
    </p>
  )
}

type Fields = NonNullable<FindingChangeRequest['set']>

/** Each field is kept as soon as it is left. */
function Form({ finding }: { finding: FindingDetail }) {
  const change = useChangeOf(finding.id, finding.work.version)
  const { hash } = useLocation()
  const { data: members = [] } = useQuery(membersQuery)
  const { data: session } = useQuery(sessionQuery)
  const assignee = useRef<HTMLSelectElement>(null)
  useKey('e', () => assignee.current?.focus())
  useEffect(() => {
    if (hash === 'work') assignee.current?.focus()
  }, [hash])
  const { team, progress, work } = finding
  const set = (fields: Fields) => change.mutate(fields)
  const names = finding.assignee && !members.includes(finding.assignee) ? [...members, finding.assignee] : members
  const me = session?.account?.name
  return (
    <form onSubmit={(event: FormEvent) => event.preventDefault()} aria-busy={change.isPending}>
      <div className="grid max-w-2xl gap-x-4 gap-y-2 sm:grid-cols-2">
        <Field label="Assignee">
          <select
            ref={assignee}
            className="field"
            value={finding.assignee ?? ''}
            onChange={({ target }) => set({ assignee: target.value || null })}
          >
            <option value="">nobody</option>
            {names.map((name) => (
              <option key={name} value={name}>
                {name === me ? `${name} (me)` : name}
              </option>
            ))}
          </select>
        </Field>
        <Field label="Progress">
          <select
            className="field"
            value={progress ?? ''}
            onChange={({ target }) => set({ progress: (target.value || null) as Fields['progress'] })}
          >
            {Object.entries(progressWords).map(([value, words]) => (
              <option key={value} value={value} disabled={value === 'claimed-fixed' && finding.state !== 'open'}>
                {words}
              </option>
            ))}
          </select>
        </Field>
        <Field label="Team">
          <Text key={team} value={team} most={100} keep={(value) => set({ team: value })} />
        </Field>
        <Field label="Due" hint={dueHint(finding)}>
          <input
            type="date"
            key={work.dueAt}
            className="field"
            defaultValue={work.dueAt?.slice(0, 10) ?? ''}
            onBlur={({ target }) => {
              const at = target.value === '' ? null : `${target.value}T00:00:00.000Z`
              if (target.validity.valid && at !== work.dueAt) set({ dueAt: at })
            }}
          />
        </Field>
        <Field label="Ticket">
          <Text
            key={work.ticketUrl}
            value={work.ticketUrl}
            type="url"
            most={1_000}
            placeholder="https://…"
            keep={(value) => set({ ticketUrl: value })}
          />
        </Field>
        {work.ticketUrl && (
          <p className="self-end truncate pb-1.5">
            <TicketLink url={work.ticketUrl} />
          </p>
        )}
      </div>
      <Refusal error={change.error} />
    </form>
  )
}

function dueHint({ work, decisionDueAt }: FindingDetail): string {
  const own = decisionDueAt ? `its decision says ${decisionDueAt.slice(0, 10)}` : 'its decision names no date'
  return work.dueAt ? own : `${own}: it counts until you name another`
}

function Field({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is what it is given.
    <label className="grid content-start gap-0.5">
      <span className="text-sm text-muted">{label}</span>
      {children}
      {hint && <span className="text-sm text-muted">{hint}</span>}
    </label>
  )
}

/** A line of text that is kept when it is left or Enter is pressed. */
function Text(props: {
  value: string | null
  most: number
  type?: 'text' | 'url'
  placeholder?: string
  keep: (value: string | null) => void
}) {
  const { value, most, type = 'text', placeholder, keep } = props
  return (
    <input
      type={type}
      className="field"
      maxLength={most}
      placeholder={placeholder}
      autoComplete="off"
      defaultValue={value ?? ''}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
      }}
      onBlur={({ target }) => {
        const next = target.value.trim() || null
        if (next !== value && target.reportValidity()) keep(next)
      }}
    />
  )
}

/** Only http and https come through the API. */
function TicketLink({ url }: { url: string }) {
  return (
    <a className="text-accent underline wrap-anywhere" href={url} target="_blank" rel="noopener noreferrer nofollow">
      {url.replace(/^https?:\/\//, '')}
    </a>
  )
}
