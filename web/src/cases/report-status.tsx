import type { ReportStatus } from '@contract/assurance-reports.ts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { send } from '../api/client.ts'
import { When } from '../parts/when.tsx'
import { Card } from '../session/card.tsx'
import { Refusal } from '../session/login.tsx'
import { noReportWords, notSentWords } from './report-words.ts'

const stateWords: Readonly<Record<ReportStatus['state'], string>> = {
  received: 'It has arrived. Nobody works on it yet.',
  'in work': 'Somebody works on it.',
  closed: 'It is closed.',
}

/** How a report stands, for whoever made it without an account: its code stands after the `#`, or is typed in. */
export function ReportStatusPage() {
  const [code, setCode] = useState(() => decodeURIComponent(location.hash.slice(1)).trim())
  const status = useQuery({
    queryKey: ['report-status', code],
    queryFn: () => send<ReportStatus>('POST', '/reports/status', { code }),
    enabled: code !== '',
    retry: false,
  })
  const ask = (next: string) => (next === code ? void status.refetch() : setCode(next))
  if (code !== '' && status.data) return <Stands code={code} status={status.data} />
  return <AskCode error={code === '' ? null : status.error} isAsking={status.isFetching} ask={ask} />
}

function AskCode({ error, isAsking, ask }: { error: Error | null; isAsking: boolean; ask: (code: string) => void }) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    ask(String(new FormData(event.currentTarget).get('code')).trim())
  }
  return (
    <Card title="How does your report stand?">
      <form onSubmit={submit} className="mt-3 grid gap-3">
        <label className="grid gap-1">
          <span className="font-medium">The code that you were shown when you sent it</span>
          <input className="field font-mono text-base" name="code" required maxLength={100} autoComplete="off" />
        </label>
        <Refusal error={error && new Error(noReportWords(error))} />
        <button type="submit" className="button-primary min-h-11 w-full justify-center" disabled={isAsking}>
          {isAsking ? 'Looking …' : 'Look'}
        </button>
      </form>
    </Card>
  )
}

function Stands({ code, status }: { code: string; status: ReportStatus }) {
  const { reference, state, reportedAt, words } = status
  return (
    <Card title={`Your report ${reference}`}>
      <p className="mt-2">
        {stateWords[state]}{' '}
        <span className="text-muted">
          Sent <When at={reportedAt} />.
        </span>
      </p>
      {words.length > 0 && (
        <ul className="mt-3 grid gap-2">
          {words.map((word) => (
            <li
              key={`${word.at} ${word.words}`}
              className={`rounded-md border px-3 py-2 ${word.mine ? 'border-line' : 'border-accent bg-accent-tint'}`}
            >
              <span className="block text-sm text-muted">
                {word.mine ? 'You' : 'Who works on it'}, <When at={word.at} />
              </span>
              <span className="whitespace-pre-line wrap-anywhere">{word.words}</span>
            </li>
          ))}
        </ul>
      )}
      <Add code={code} />
      <p className="mt-3 text-sm text-muted">
        What you told first is not shown here, so that a lost code gives away little.
      </p>
    </Card>
  )
}

function Add({ code }: { code: string }) {
  const client = useQueryClient()
  const add = useMutation({
    mutationFn: (words: string) => send<ReportStatus>('POST', '/reports/words', { code, words }),
    onSuccess: (status) => client.setQueryData(['report-status', code], status),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    add.mutate(String(new FormData(form).get('words')), { onSuccess: () => form.reset() })
  }
  return (
    <form onSubmit={submit} className="mt-3 grid gap-2">
      <label className="grid gap-1">
        <span className="font-medium">Add something</span>
        <textarea className="field text-base" name="words" rows={3} required maxLength={4_000} />
      </label>
      <Refusal error={add.error && new Error(notSentWords(add.error))} />
      <button type="submit" className="button min-h-11 w-full justify-center" disabled={add.isPending}>
        {add.isPending ? 'Sending …' : 'Send'}
      </button>
    </form>
  )
}
