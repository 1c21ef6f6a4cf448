import { Card, Field } from './card.tsx'
import { useEntry } from './use-entry.ts'

export function Login({ setupNeeded }: { setupNeeded: boolean }) {
  const entry = useEntry('/session')
  if (setupNeeded) return <OpenTheLink />
  return (
    <Card title="Log in to Lunette">
      <form action={(form) => entry.mutate({ name: form.get('name'), password: form.get('password') })}>
        <Field label="Name" name="name" autoComplete="username" required />
        <Field label="Password" name="password" type="password" autoComplete="current-password" required />
        <Refusal error={entry.error} />
        <button type="submit" className="button-primary mt-4 w-full justify-center" disabled={entry.isPending}>
          Log in
        </button>
      </form>
    </Card>
  )
}

function OpenTheLink() {
  return (
    <Card title="Make the first account">
      <p className="mt-2 text-muted">
        Lunette printed a one-time link in the terminal where it was started. Open that link to make the
        administrator&apos;s account.
      </p>
      <p className="mt-2 text-muted">
        Is it gone, or more than a day old? Run <code className="font-mono text-ink">lunette admin-link</code> for a new
        one.
      </p>
    </Card>
  )
}

export function Refusal({ error }: { error: Error | null }) {
  return (
    <p role="alert" className={error ? 'mt-3 text-now' : 'sr-only'}>
      {error?.message}
    </p>
  )
}
