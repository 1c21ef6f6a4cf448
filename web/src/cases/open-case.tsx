import type { CaseRow } from '@contract/assurance-cases.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Dropped } from '../assurance/dropped.tsx'
import { systemsQuery } from '../assurance/use-assurance.ts'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { kindHints, kindWords } from './case-words.ts'
import { useMailCase, useOpenCase } from './use-cases.ts'

/** Opens a case: a sentence is enough. Or by a mail that somebody saved. */
export function OpenCase() {
  const may = useMay('analyst')
  return (
    <div className="grid max-w-3xl gap-2 print:hidden">
      <details className="rounded-md border border-line">
        <summary className="px-3 py-2 font-medium">Report what happened</summary>
        <Form />
      </details>
      {may && (
        <details className="rounded-md border border-line">
          <summary className="px-3 py-2 font-medium">Take in a mail</summary>
          <Mail />
        </details>
      )}
    </div>
  )
}

function Form() {
  const may = useMay('analyst')
  const [kind, setKind] = useState<CaseRow['kind']>('near-miss')
  const { data: systems = [] } = useQuery(systemsQuery)
  const open = useOpenCase()
  const navigate = useNavigate()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const words = (name: string) => String(form.get(name) ?? '').trim()
    const told = { kind, title: words('title'), summary: words('summary'), system: words('system') || null }
    open.mutate(
      { ...told, pattern: words('pattern') || null, confidential: form.get('confidential') === 'on' },
      { onSuccess: ({ id }) => void navigate({ to: '/assurance/cases/$id', params: { id } }) },
    )
  }
  return (
    <form onSubmit={submit} className="grid gap-3 border-t border-line p-3">
      <label className="grid gap-1">
        <span className="font-medium">What happened, in a sentence</span>
        <input className="field" name="title" required maxLength={200} />
      </label>
      <label className="grid gap-1">
        <span className="font-medium">More, if there is more</span>
        <textarea className="field" name="summary" rows={3} maxLength={10_000} />
      </label>
      <div className="grid gap-3 md:grid-cols-3">
        <label className="grid content-start gap-1">
          <span className="font-medium">Kind</span>
          <select className="field" value={kind} onChange={(event) => setKind(event.target.value as CaseRow['kind'])}>
            {Object.entries(kindWords).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
          <span className="text-sm text-muted">{kindHints[kind]}</span>
        </label>
        <label className="grid content-start gap-1">
          <span className="font-medium">AI system</span>
          <select className="field" name="system" defaultValue="">
            <option value="">none, or not known</option>
            {systems
              .filter(({ retired }) => retired === null)
              .map(({ slug, name }) => (
                <option key={slug} value={slug}>
                  {name}
                </option>
              ))}
          </select>
        </label>
        {may && (
          <label className="grid content-start gap-1">
            <span className="font-medium">Pattern</span>
            <input className="field" name="pattern" maxLength={100} placeholder="quoted-instructions" />
            <span className="text-sm text-muted">The same pattern opens closed cases again.</span>
          </label>
        )}
      </div>
      <label className="flex min-h-7 items-center gap-2">
        <input type="checkbox" name="confidential" /> Confidential: read by owners, who leads it, and me
      </label>
      <div>
        <button type="submit" className="button-primary" disabled={open.isPending}>
          Open a case
        </button>
      </div>
      <Refusal error={open.error} />
    </form>
  )
}

function Mail() {
  const mail = useMailCase()
  return (
    <div className="border-t border-line p-3">
      <label className="grid gap-1">
        <span className="font-medium">Mail, saved as .eml</span>
        <input
          className="field"
          type="file"
          accept=".eml,message/rfc822"
          disabled={mail.isPending}
          onChange={(event) => {
            const file = event.target.files?.[0]
            if (file) mail.mutate(file)
          }}
        />
      </label>
      <p className="mt-1 text-sm text-muted">
        Its words are kept, nothing in it is opened or fetched. Whom it is from is what the mail says.
      </p>
      <div role="status">
        {mail.data && (
          <>
            <p className="mt-2 font-medium">
              <a className="text-accent underline" href={`/assurance/cases/${mail.data.id}`}>
                {mail.data.title}
              </a>
              {mail.data.unchanged ? ': it was taken in before.' : ' is a case now.'}
            </p>
            <Dropped dropped={mail.data.dropped} />
          </>
        )}
      </div>
      <Refusal error={mail.error} />
    </div>
  )
}
