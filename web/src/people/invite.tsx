import type { IssuedLink } from '@contract/people.ts'
import type { Role } from '@contract/words.ts'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { CopyField } from '../parts/copy-field.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { givableRoles, roleWords } from './role-words.ts'
import { invitationsQuery, useInvite, useTakeBack } from './use-people.ts'

/** Invites somebody with a one-time link, and shows the invitations nobody has used. */
export function Invite({ own }: { own: Role }) {
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('analyst')
  const invite = useInvite()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    invite.mutate({ role, ...(name.trim() && { name: name.trim() }) }, { onSuccess: () => setName('') })
  }
  return (
    <>
      <form onSubmit={submit} className="flex max-w-3xl flex-wrap items-end gap-3">
        <label className="grid grow gap-1">
          <span className="font-medium">Name (they may choose another)</span>
          <input className="field" maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <label className="grid gap-1">
          <span className="font-medium">Role</span>
          <select className="field" value={role} onChange={(event) => setRole(event.target.value as Role)}>
            {givableRoles(own).map((givable) => (
              <option key={givable} value={givable}>
                {givable}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="button-primary" disabled={invite.isPending}>
          Make an invitation
        </button>
        <p className="w-full text-sm text-muted">
          {role}: {roleWords[role]}.
        </p>
      </form>
      <Refusal error={invite.error} />
      {invite.data && (
        <Link link={invite.data} label="Send this link to whoever you invite: it works once, for a week" />
      )}
      <OpenInvitations />
    </>
  )
}

/** A one-time link in full, shown once. */
export function Link({ link, label }: { link: IssuedLink; label: string }) {
  return <CopyField key={link.id} label={label} value={`${location.origin}${link.path}`} />
}

function OpenInvitations() {
  const { data = [] } = useQuery(invitationsQuery)
  const takeBack = useTakeBack()
  if (data.length === 0) return null
  return (
    <>
      <h3 className="mt-4 font-medium">Nobody has used these yet</h3>
      <ul className="mt-1 max-w-3xl divide-y divide-line border-y border-line">
        {data.map((invitation) => (
          <li key={invitation.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-1.5">
            <span className="min-w-0 grow wrap-anywhere">
              {invitation.name ?? 'somebody'} as {invitation.role}
              <span className="text-muted">
                , invited by {invitation.madeBy} <When at={invitation.createdAt} />, ends{' '}
                <When at={invitation.expiresAt} />
              </span>
            </span>
            <button
              type="button"
              className="button"
              disabled={takeBack.isPending}
              onClick={() => takeBack.mutate(invitation.id)}
            >
              Take back<span className="sr-only"> the invitation of {invitation.name ?? 'somebody'}</span>
            </button>
          </li>
        ))}
      </ul>
      <Refusal error={takeBack.error} />
    </>
  )
}
