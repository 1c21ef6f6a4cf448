import type { Person } from '@contract/people.ts'
import type { SessionState } from '@contract/session.ts'
import type { Role } from '@contract/words.ts'
import { Confirm } from '../parts/confirm.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { Link } from './invite.tsx'
import { givableRoles, isAtLeast, roleWords } from './role-words.ts'
import { usePerson } from './use-people.ts'

/** One person: who they are, and what the reader may change about them. */
export function PersonItem({ person, session }: { person: Person; session: SessionState }) {
  const governs = isAtLeast(session.role, 'owner') && isAtLeast(session.role, person.role)
  const isMe = person.id === session.account?.id
  return (
    <li className="border-b border-line px-4 py-3">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 className="min-w-0 font-semibold wrap-anywhere">{person.name}</h2>
        {isMe && <span className="text-sm text-muted">you</span>}
        {person.disabled && <span className="rounded border border-line px-1.5 text-sm">suspended</span>}
        {person.secondFactor === false && <span className="text-sm text-muted">no second factor</span>}
        {person.fromProvider && <span className="text-sm text-muted">role by a group of the identity provider</span>}
        {person.runsInstance && <span className="text-sm text-muted">runs the instance</span>}
      </div>
      <p className="text-sm text-muted">
        {governs ? '' : `${person.role}: ${roleWords[person.role]}. `}Joined <When at={person.joinedAt} />,{' '}
        {person.seenAt ? (
          <>
            last seen <When at={person.seenAt} />
          </>
        ) : (
          'not signed in here'
        )}
      </p>
      {governs && <Governing person={person} session={session} />}
    </li>
  )
}

function Governing({ person, session }: { person: Person; session: SessionState }) {
  const { change, remove, reset, takeFactor } = usePerson(person.id)
  const busy = change.isPending || remove.isPending || reset.isPending || takeFactor.isPending
  return (
    <>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <select
          className="field w-auto"
          aria-label={`Role of ${person.name}`}
          value={person.role}
          disabled={busy || person.fromProvider}
          onChange={(event) => change.mutate({ role: event.target.value as Role })}
        >
          {givableRoles(session.role).map((role) => (
            <option key={role} value={role}>
              {role}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="button"
          disabled={busy}
          onClick={() => change.mutate({ disabled: !person.disabled })}
        >
          {person.disabled ? 'Let in again' : 'Suspend'}
        </button>
        <button type="button" className="button" disabled={busy} onClick={() => reset.mutate()}>
          New password link
        </button>
        {person.secondFactor && (
          <Confirm
            label="Take off the second factor"
            question={`Does ${person.name} really ask for it, and have you made sure?`}
            disabled={busy}
            confirm={() => takeFactor.mutate()}
          />
        )}
        {session.runsInstance && (
          <button
            type="button"
            className="button"
            disabled={busy}
            onClick={() => change.mutate({ runsInstance: !person.runsInstance })}
          >
            {person.runsInstance ? 'Take instance administration away' : 'Make an instance administrator'}
          </button>
        )}
        {!person.fromProvider && (
          <Confirm
            label="Remove"
            question={`Remove ${person.name} from this workspace?`}
            disabled={busy}
            confirm={() => remove.mutate()}
          />
        )}
      </div>
      <Refusal error={change.error ?? remove.error ?? reset.error ?? takeFactor.error} />
      {reset.data && <Link link={reset.data} label={`Send ${person.name} this link: it works once, for a day`} />}
    </>
  )
}
