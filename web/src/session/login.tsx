import { commandLine } from '@contract/command-line.ts'
import type { SessionState } from '@contract/session.ts'
import { useLayoutEffect, useRef, useState } from 'react'
import { ApiProblem } from '../api/client.ts'
import { useToldHere } from '../api/connection.ts'
import { filledIn } from '../parts/filled-in.ts'
import { Card, Field } from './card.tsx'
import { ProviderButton, signInFailure } from './provider-button.tsx'
import { labelsOf, markRefused, refusalWords } from './refusal-words.ts'
import { useEntry } from './use-entry.ts'

export function Login({ session }: { session: SessionState }) {
  const entry = useEntry('/session')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  if (session.setupNeeded) return <OpenTheLink />
  const failure = signInFailure(location.search)
  const asksCode = isAboutCode(entry.error)
  return (
    <Card title="Log in to Lunette">
      {failure && (
        <p role="alert" className="mt-3 text-now">
          {failure}
        </p>
      )}
      {session.provider && <ProviderButton label={`Sign in with ${session.provider}`} path="/session/provider" />}
      {session.localSignIn && (
        <form
          onSubmit={filledIn((form) => entry.mutate({ name, password, ...(asksCode && { code: form.get('code') }) }))}
        >
          <Field
            label="Name"
            name="name"
            autoComplete="username"
            required
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Field
            label="Password"
            name="password"
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          {asksCode && (
            <Field
              label="Code"
              name="code"
              autoComplete="one-time-code"
              required
              minLength={6}
              maxLength={40}
              autoFocus
              hint="Of your authenticator, or a recovery code."
            />
          )}
          <Refusal error={entry.error} />
          <button type="submit" className="button-primary mt-4 w-full justify-center" disabled={entry.isPending}>
            Log in
          </button>
        </form>
      )}
    </Card>
  )
}

/** The password was right: what is missing, or wrong, is the code. */
function isAboutCode(error: Error | null): boolean {
  return error instanceof ApiProblem && (error.code === 'second-factor-needed' || error.code === 'wrong-code')
}

function OpenTheLink() {
  return (
    <Card title="Make the first account">
      <p className="mt-2 text-muted">
        Lunette printed a one-time link in the terminal where it was started. Open that link to make the
        administrator&apos;s account.
      </p>
      <p className="mt-2 text-muted">
        Is it gone, or more than a day old? In the folder of Lunette{' '}
        <code className="font-mono text-ink">{commandLine('admin-link')}</code> prints a new one.
      </p>
    </Card>
  )
}

export function Refusal({ error }: { error: Error | null }) {
  useToldHere(error)
  const place = useRef<HTMLParagraphElement>(null)
  const [words, setWords] = useState<string>()
  useLayoutEffect(() => {
    const form = place.current?.closest('form')
    setWords(error ? refusalWords(error.message, labelsOf(form)) : undefined)
    if (error) markRefused(form, error.message)
  }, [error])
  return (
    <p ref={place} role="alert" className={error ? 'mt-3 text-now wrap-anywhere' : 'sr-only'}>
      {words}
    </p>
  )
}
