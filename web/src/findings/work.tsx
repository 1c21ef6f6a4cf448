import type { FindingChangeRequest } from '@contract/finding-changes.ts'
import type { FindingDetail } from '@contract/findings.ts'
import { useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef } from 'react'
import { ApiProblem } from '../api/client.ts'
import { sessionQuery } from '../api/queries.ts'
import { Section } from '../parts/section.tsx'
import { useKey } from '../parts/use-key.ts'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { membersQuery, useChangeOf } from './use-changes.ts'
import { WorkChoice } from './work-choice.tsx'
import { WorkText } from './work-field.tsx'

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
      {may && finding.state !== 'resolved' ? <Form key={finding.id} finding={finding} /> : <Told {...{ finding }} />}
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
  const change = useChangeOf(finding.id)
  const { hash } = useLocation()
  const { data: members = [] } = useQuery(membersQuery)
  const { data: session } = useQuery(sessionQuery)
  const assignee = useRef<HTMLSelectElement>(null)
  useKey('e', () => assignee.current?.focus())
  useEffect(() => {
    if (hash === 'work') assignee.current?.focus()
  }, [hash])
  const { team, progress, work } = finding
  const due = work.dueAt?.slice(0, 10) ?? ''
  const set = (fields: Fields, saw: Fields) => change.mutateAsync({ set: fields, saw })
  const names = finding.assignee && !members.includes(finding.assignee) ? [...members, finding.assignee] : members
  const me = session?.account?.name
  return (
    <form onSubmit={(event: FormEvent) => event.preventDefault()} aria-busy={change.isPending}>
      <div className="grid max-w-2xl gap-x-4 gap-y-2 sm:grid-cols-2">
        <WorkChoice
          label="Assignee"
          control={assignee}
          value={finding.assignee}
          keep={(name, saw) => set({ assignee: name }, { assignee: saw })}
        >
          <option value="">nobody</option>
          {names.map((name) => (
            <option key={name} value={name}>
              {name === me ? `${name} (me)` : name}
            </option>
          ))}
        </WorkChoice>
        <WorkChoice label="Progress" value={progress} keep={(far, saw) => set({ progress: far }, { progress: saw })}>
          {Object.entries(progressWords).map(([value, words]) => (
            <option key={value} value={value} disabled={value === 'claimed-fixed' && finding.state !== 'open'}>
              {words}
            </option>
          ))}
        </WorkChoice>
        <WorkText
          label="Team"
          value={team ?? ''}
          by={setBy(finding, 'team')}
          most={100}
          keep={(value, saw) => set({ team: value || null }, { team: saw || null })}
          settle={change.reset}
        />
        <WorkText
          label="Due"
          hint={dueHint(finding)}
          type="date"
          value={due}
          by={setBy(finding, 'dueAt')}
          keep={(day, saw) => set({ dueAt: midnightOf(day) }, { dueAt: saw === due ? work.dueAt : midnightOf(saw) })}
          settle={change.reset}
        />
        <WorkText
          label="Ticket"
          value={work.ticketUrl ?? ''}
          by={setBy(finding, 'ticketUrl')}
          type="url"
          most={1_000}
          placeholder="https://…"
          keep={(value, saw) => set({ ticketUrl: value || null }, { ticketUrl: saw || null })}
          settle={change.reset}
        />
        {work.ticketUrl && (
          <p className="self-end truncate pb-1.5">
            <TicketLink url={work.ticketUrl} />
          </p>
        )}
      </div>
      <Refusal error={isToldAtField(finding, change) ? null : change.error} />
    </form>
  )
}

/** A line that somebody else set meanwhile says so itself, and asks which of both it shall be. */
function isToldAtField({ team, work }: FindingDetail, { error, variables }: ReturnType<typeof useChangeOf>): boolean {
  if (!(error instanceof ApiProblem) || error.code !== 'changed-meanwhile' || !variables) return false
  const now = { team, dueAt: work.dueAt, ticketUrl: work.ticketUrl }
  const fields = Object.keys(now) as (keyof typeof now)[]
  return fields.some((field) => field in variables.set && now[field] !== variables.saw[field])
}

const midnightOf = (day: string) => (day === '' ? null : `${day}T00:00:00.000Z`)

function dueHint({ work, decisionDueAt }: FindingDetail): string {
  const own = decisionDueAt ? `its decision says ${decisionDueAt.slice(0, 10)}` : 'its decision names no date'
  return work.dueAt ? own : `${own}: it counts until you name another`
}

/** Who set a field last, as its history says. */
function setBy({ history }: FindingDetail, field: keyof Fields): string {
  const event = history.find(({ detail }) => Object.hasOwn(Object(detail.after), field))
  return typeof event?.detail.by === 'string' ? event.detail.by : 'Somebody else'
}

/** Only http and https come through the API. */
function TicketLink({ url }: { url: string }) {
  return (
    <a className="text-accent underline wrap-anywhere" href={url} target="_blank" rel="noopener noreferrer nofollow">
      {url.replace(/^https?:\/\//, '')}
    </a>
  )
}
