import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { filledIn } from '../parts/filled-in.ts'
import { Card, Field } from './card.tsx'
import { Refusal } from './login.tsx'
import { useEntry } from './use-entry.ts'

/** The page behind the one-time link. The token stands after the `#`, which browsers never send or log. */
export function Setup() {
  const navigate = useNavigate()
  const [token] = useState(() => location.hash.slice(1))
  const entry = useEntry('/setup', () => void navigate({ to: '/', replace: true }))
  if (token === '') return <NoToken />
  return (
    <Card title="Make your account">
      <p className="mt-1 text-muted">You will be the administrator. Everything stays on this machine.</p>
      <form
        onSubmit={filledIn((form) => entry.mutate({ token, name: form.get('name'), password: form.get('password') }))}
      >
        <Field label="Name" name="name" autoComplete="username" required maxLength={100} />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={12}
          hint="At least 12 characters. A few unrelated words are good."
        />
        <Refusal error={entry.error} />
        <button type="submit" className="button-primary mt-4 w-full justify-center" disabled={entry.isPending}>
          Make the account
        </button>
      </form>
    </Card>
  )
}

function NoToken() {
  return (
    <Card title="This link is not complete">
      <p className="mt-2 text-muted">
        Copy the whole line that Lunette printed in its terminal, with everything after the{' '}
        <code className="font-mono">#</code>.
      </p>
    </Card>
  )
}
