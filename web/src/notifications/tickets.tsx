import type { TicketRow } from '@contract/notifications.ts'
import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from '../api/queries.ts'
import { Section } from '../parts/section.tsx'
import { When } from '../parts/when.tsx'
import { isAtLeast } from '../people/role-words.ts'
import { Refusal } from '../session/login.tsx'
import { ticketsQuery, useAskTicket } from './use-notifications.ts'

const conflicts: Readonly<Record<NonNullable<TicketRow['conflict']>, string>> = {
  'done-there': 'Done there, but no import has shown yet that it is gone here.',
  'open-there': 'Resolved here, still open there.',
  'gone-there': 'It is not there any more.',
}

/** A finding's tickets elsewhere; nothing where there is no place for any. */
export function Tickets({ findingId }: { findingId: string }) {
  const { data } = useQuery(ticketsQuery(findingId))
  const { data: session } = useQuery(sessionQuery)
  const ask = useAskTicket(findingId)
  if (!data || (data.tickets.length === 0 && data.targets.length === 0)) return null
  return (
    <Section title="Tickets">
      <ul className="grid gap-2" aria-label="Tickets">
        {data.tickets.map((ticket) => (
          <li key={ticket.target.id}>
            <a className="text-accent underline" href={ticket.url} target="_blank" rel="noopener noreferrer">
              {ticket.key}
            </a>{' '}
            <span className="text-muted">
              in {ticket.target.name} · {ticket.status ?? 'not looked at yet'}
              {ticket.checkedAt && (
                <>
                  {' '}
                  (<When at={ticket.checkedAt} />)
                </>
              )}
            </span>
            {ticket.conflict && <p className="text-soon">{conflicts[ticket.conflict]}</p>}
          </li>
        ))}
      </ul>
      {session && isAtLeast(session.role, 'analyst') && (
        <div className="mt-2 flex flex-wrap gap-2">
          {data.targets.map((target) => (
            <button
              key={target.id}
              type="button"
              className="button"
              disabled={target.asked || ask.isPending}
              onClick={() => ask.mutate(target.id)}
            >
              {target.asked ? `Ticket in ${target.name} is on its way` : `Make a ticket in ${target.name}`}
            </button>
          ))}
        </div>
      )}
      <Refusal error={ask.error} />
    </Section>
  )
}
