import type { Reported } from '@contract/assurance-reports.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { send } from '../api/client.ts'
import { useCopy } from '../parts/use-copy.ts'
import { Card } from '../session/card.tsx'
import { Refusal } from '../session/login.tsx'
import { notOpenWords, notSentWords } from './report-words.ts'

const kinds = [
  ['incident', 'It did harm', 'to a person, to data, to money, to anything'],
  ['near-miss', 'It nearly did harm', 'something or somebody stopped it'],
  ['hazard', 'It could do harm', 'nothing has happened yet'],
] as const

/** Between how many hours ago and how many it was. */
const times = [
  ['now', 'within the last hour', 1, 0],
  ['today', 'some hours ago', 24, 1],
  ['earlier', 'some days ago', 14 * 24, 24],
  ['unknown', 'I do not know', undefined, undefined],
] as const

/** The form behind a link: no account, no names, three questions. The token stands after the `#`, which browsers never send or log. */
export function Report() {
  const token = useToken()
  const link = useQuery({
    queryKey: ['report-link', token],
    queryFn: () => send<{ open: true }>('POST', '/reports/read', { token }),
    enabled: token !== '',
    retry: false,
  })
  if (token === '' || link.error) return <Unusable error={link.error} retry={() => void link.refetch()} />
  if (!link.data) return <p className="p-6 text-muted">Opening the form …</p>
  return <Form key={token} token={token} />
}

/** Whoever copies the rest of a link into the address goes on here: the page does not load anew for what stands after the `#`. */
function useToken(): string {
  const [token, setToken] = useState(tokenOfAddress)
  useEffect(() => {
    const follow = () => setToken(tokenOfAddress())
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
  return token
}

function tokenOfAddress(): string {
  return location.hash.slice(1).trim()
}

interface Told {
  kind: string
  what: string
  contact: string | null
  confidential: boolean
  occurredFrom: string | null
  occurredTo: string | null
}

function hoursAgo(hours: number | undefined): string | null {
  return hours === undefined ? null : new Date(Date.now() - hours * 3_600_000).toISOString()
}

function Form({ token }: { token: string }) {
  const report = useMutation({
    mutationFn: (told: Told) => send<Reported>('POST', '/reports', { token, ...told }),
  })
  const tell = (form: FormData) => {
    const [, , from, to] = times.find(([value]) => value === form.get('when')) ?? []
    report.mutate({
      kind: String(form.get('kind')),
      what: String(form.get('what')),
      contact: String(form.get('contact') ?? '').trim() || null,
      confidential: form.get('confidential') === 'on',
      occurredFrom: hoursAgo(from),
      occurredTo: hoursAgo(to),
    })
  }
  if (report.data) return <Thanks reported={report.data} again={() => report.reset()} />
  return (
    <Card title="Tell us what happened">
      <p className="mt-1 text-muted">
        A few words are enough. Nobody is blamed for what they tell or for what they did.
      </p>
      {/* Not a form's action: that would empty the fields when the answer is a refusal. */}
      <form
        className="mt-3 grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          tell(new FormData(event.currentTarget))
        }}
      >
        <label className="grid gap-1">
          <span className="font-medium">What did you see?</span>
          <textarea className="field text-base" name="what" rows={5} required minLength={10} maxLength={10_000} />
        </label>
        <Choice
          legend="How bad was it?"
          name="kind"
          options={kinds.map(([value, words, hint]) => [value, words, hint])}
          preset={undefined}
        />
        <Choice
          legend="When was it?"
          name="when"
          options={times.map(([value, words]) => [value, words, ''])}
          // A time that nobody said would stand in the timeline as if somebody had.
          preset="unknown"
        />
        <label className="grid gap-1">
          <span className="font-medium">How can we ask back? (you may leave it empty)</span>
          <input className="field text-base" name="contact" maxLength={200} autoComplete="off" />
        </label>
        <label className="flex min-h-8 items-center gap-2">
          <input type="checkbox" name="confidential" className="size-5 shrink-0" />
          <span>
            Keep it confidential<span className="text-muted">: only those in charge read it</span>
          </span>
        </label>
        <Refusal error={report.error && new Error(notSentWords(report.error))} />
        <button type="submit" className="button-primary min-h-11 w-full justify-center" disabled={report.isPending}>
          {report.isPending ? 'Sending …' : 'Send'}
        </button>
        <p className="text-sm text-muted">
          You told us something before?{' '}
          <a className="text-accent underline" href="/report/status">
            See how it stands
          </a>
        </p>
      </form>
    </Card>
  )
}

type Option = readonly [value: string, words: string, hint: string]

interface ChoiceProps {
  legend: string
  name: string
  options: readonly Option[]
  /** What is chosen before anybody chose; undefined: nothing, and somebody must. */
  preset: string | undefined
}

function Choice({ legend, name, options, preset }: ChoiceProps) {
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-medium">{legend}</legend>
      {options.map(([value, words, hint]) => (
        <label
          key={value}
          className="flex min-h-10 cursor-pointer items-center gap-2 rounded-md border border-line px-3 py-1.5 has-checked:border-accent has-checked:bg-accent-tint"
        >
          <input
            type="radio"
            name={name}
            value={value}
            required
            defaultChecked={value === preset}
            className="size-4 shrink-0"
          />
          <span>
            {words}
            {hint && <span className="text-muted">: {hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function Thanks({ reported: { reference, code }, again }: { reported: Reported; again: () => void }) {
  return (
    <Card title="Thank you: it has arrived">
      {/* The form is gone, and the keyboard with it: it goes on here. */}
      <p ref={(shown) => shown?.focus()} tabIndex={-1} className="mt-2 outline-none">
        Its reference is <strong className="font-mono">{reference}</strong>.
      </p>
      <p className="mt-3">To see how it stands, or to add something, keep this code. It is shown only now:</p>
      <p className="mt-1 rounded-md border border-line p-2 text-center font-mono wrap-anywhere select-all">{code}</p>
      <CopyCode code={code} />
      <p className="mt-2">
        <a className="text-accent underline" href={`/report/status#${code}`}>
          How it stands
        </a>{' '}
        <span className="text-muted">
          (keep this address instead, if that is easier; whoever has it reads what you add)
        </span>
      </p>
      <button type="button" className="button mt-4" onClick={again}>
        Report something else
      </button>
    </Card>
  )
}

/** A phone marks one word of a code at a touch: the button takes all of it. */
function CopyCode({ code }: { code: string }) {
  const { said, copy } = useCopy(code)
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-3">
      <button type="button" className="button min-h-11" onClick={copy}>
        Copy the code
      </button>
      <span role="status" className="text-sm text-muted">
        {said}
      </span>
    </p>
  )
}

function Unusable({ error, retry }: { error: Error | null; retry: () => void }) {
  const { title, words, isOfLink } = notOpenWords(error)
  return (
    <Card title={title}>
      <p role="alert" className="mt-2 text-muted">
        {words}
      </p>
      {!isOfLink && (
        <button type="button" className="button mt-4 min-h-11" onClick={retry}>
          Try again
        </button>
      )}
    </Card>
  )
}
