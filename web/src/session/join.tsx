import type { OpenLink } from '@contract/people.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { send } from '../api/client.ts'
import { queryClient, sessionQuery } from '../api/queries.ts'
import { filledIn } from '../parts/filled-in.ts'
import { Card, Field } from './card.tsx'
import { Refusal } from './login.tsx'

/** The page behind an invitation or a link for a new password. The token stands after the `#`, which browsers never send or log. */
export function Join() {
  const [token] = useState(() => location.hash.slice(1))
  const link = useQuery({
    queryKey: ['link', token],
    queryFn: () => send<OpenLink>('POST', '/links/read', { token }),
    enabled: token !== '',
  })
  if (token === '' || link.error) return <Unusable reason={link.error?.message} />
  if (!link.data) return <p className="p-6 text-muted">Reading the link …</p>
  return link.data.kind === 'reset' ? (
    <NewPassword token={token} name={link.data.name} />
  ) : (
    <Invitation token={token} link={link.data} />
  )
}

function useLink(path: string) {
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (fields: object) => send<{ signedIn: boolean }>('POST', path, fields),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
      await navigate({ to: '/', replace: true })
    },
  })
}

function Invitation({ token, link }: { token: string; link: Extract<OpenLink, { kind: 'invitation' }> }) {
  const join = useLink('/links/join')
  return (
    <Card title={`Join ${link.workspaceName}`}>
      <p className="mt-1 text-muted">
        You are invited as {link.role}. If you have an account here already, give its name and password.
      </p>
      <form
        onSubmit={filledIn((form) => join.mutate({ token, name: form.get('name'), password: form.get('password') }))}
      >
        <Field
          label="Name"
          name="name"
          autoComplete="username"
          required
          maxLength={100}
          defaultValue={link.name ?? ''}
        />
        <Password />
        <Refusal error={join.error} />
        <button type="submit" className="button-primary mt-4 w-full justify-center" disabled={join.isPending}>
          Join
        </button>
      </form>
    </Card>
  )
}

function NewPassword({ token, name }: { token: string; name: string }) {
  const reset = useLink('/links/reset')
  return (
    <Card title={`A new password for ${name}`}>
      <p className="mt-1 text-muted">You are signed out everywhere and sign in with it.</p>
      <form onSubmit={filledIn((form) => reset.mutate({ token, password: form.get('password') }))}>
        <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
        <Password />
        <Refusal error={reset.error} />
        <button type="submit" className="button-primary mt-4 w-full justify-center" disabled={reset.isPending}>
          Set the password
        </button>
      </form>
    </Card>
  )
}

function Password() {
  return (
    <Field
      label="Password"
      name="password"
      type="password"
      autoComplete="new-password"
      required
      minLength={12}
      maxLength={200}
      hint="At least 12 characters. A few unrelated words are good."
    />
  )
}

function Unusable({ reason }: { reason: string | undefined }) {
  return (
    <Card title="This link cannot be used">
      <p className="mt-2 text-muted">{reason ?? 'It is not complete: copy all of it, with everything after the #.'}</p>
    </Card>
  )
}
