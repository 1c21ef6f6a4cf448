import type { CaseDetail } from '@contract/assurance-cases.ts'
import type { FormEvent } from 'react'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { useAnswer } from './use-cases.ts'

/** What whoever reported a case by a link added since, and what they were answered: they read that with their code. */
export function Said({ one, works }: { one: CaseDetail; works: boolean }) {
  const answer = useAnswer(one.id)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    answer.mutate(String(new FormData(form).get('words')), { onSuccess: () => form.reset() })
  }
  return (
    <>
      {one.said.length === 0 && <p className="text-muted">They added nothing yet.</p>}
      <ul className="max-w-4xl">
        {one.said.map(({ at, by, words }) => (
          <li key={`${at} ${words}`} className="border-t border-line py-1.5">
            <span className="block text-sm text-muted">
              {by ?? 'Whoever reported it'}, <When at={at} />
            </span>
            <span className="whitespace-pre-line wrap-anywhere">{words}</span>
          </li>
        ))}
      </ul>
      {works && one.answerable && (
        <form onSubmit={submit} className="mt-2 grid max-w-3xl gap-2 print:hidden">
          <label className="grid gap-1">
            <span className="font-medium">Answer, or ask back</span>
            <textarea className="field" name="words" rows={2} required maxLength={4_000} />
            <span className="text-sm text-muted">They read it with their code; your name is not told.</span>
          </label>
          <p>
            <button type="submit" className="button" disabled={answer.isPending}>
              Send
            </button>
          </p>
          <Refusal error={answer.error} />
        </form>
      )}
    </>
  )
}
