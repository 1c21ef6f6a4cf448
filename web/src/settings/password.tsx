import { type FormEvent, useRef } from 'react'
import { Field } from '../session/card.tsx'
import { Refusal } from '../session/login.tsx'
import { usePassword } from './use-account.ts'

/** One's own password; every other session ends with the old one. */
export function Password({ name }: { name: string }) {
  const change = usePassword()
  const form = useRef<HTMLFormElement>(null)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const wanted = { current: String(fields.get('current')), next: String(fields.get('next')) }
    change.mutate(wanted, { onSuccess: () => form.current?.reset() })
  }
  return (
    <form ref={form} onSubmit={submit} className="max-w-sm">
      <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
      <Field label="Present password" name="current" type="password" autoComplete="current-password" required />
      <Field
        label="New password"
        name="next"
        type="password"
        autoComplete="new-password"
        required
        minLength={12}
        maxLength={200}
        hint="At least 12 characters. A few unrelated words are good."
      />
      <Refusal error={change.error} />
      <button type="submit" className="button mt-3" disabled={change.isPending}>
        Change the password
      </button>
      <p role="status" className="min-h-5 pt-1 text-muted">
        {change.data &&
          `Changed. ${change.data.ended === 1 ? '1 other session' : `${change.data.ended} other sessions`} ended.`}
      </p>
    </form>
  )
}
