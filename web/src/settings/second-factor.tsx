import type { Enrolment, RecoveryCodes, SecondFactor as State } from '@contract/second-factor.ts'
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call, send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Ago } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { QrCode } from './qr-code.tsx'

export const factorQuery = queryOptions({
  queryKey: ['account', 'second-factor'],
  queryFn: () => call<State>('/account/second-factor'),
})
const readAgain = () => queryClient.invalidateQueries({ queryKey: ['account'] })

/** Codes of an authenticator beside the password: set up, turned off. */
export function SecondFactor() {
  const { data, error, refetch } = useQuery(factorQuery)
  const begin = useMutation({ mutationFn: () => send<Enrolment>('POST', '/account/second-factor') })
  const [codes, setCodes] = useState<string[]>()
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={1} height={44} />
  if (data.since !== null)
    return (
      <>
        {codes && <RecoveryList codes={codes} />}
        <TurnOff since={data.since} left={data.recoveryCodes} done={() => setCodes(undefined)} />
      </>
    )
  if (begin.data)
    return (
      <Enrol
        enrolment={begin.data}
        done={(issued) => {
          setCodes(issued)
          begin.reset()
        }}
      />
    )
  return (
    <>
      <p className="prose-width text-muted">
        A password can be guessed, seen or reused. With a second factor, signing in also needs a code that an
        authenticator on your telephone makes anew every 30 seconds.
      </p>
      <button type="button" className="button mt-2" disabled={begin.isPending} onClick={() => begin.mutate()}>
        Set up a second factor
      </button>
      <Refusal error={begin.error} />
    </>
  )
}

function Enrol({ enrolment, done }: { enrolment: Enrolment; done: (codes: string[]) => void }) {
  const confirm = useMutation({
    mutationFn: (code: string) => send<RecoveryCodes>('POST', '/account/second-factor/confirmation', { code }),
    onSuccess: async ({ codes }) => {
      await readAgain()
      done(codes)
    },
  })
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-3">
      <QrCode content={enrolment.uri} label="QR code for the authenticator; the key beside it says the same" />
      <div className="min-w-64 max-w-md grow">
        <p>Scan the code with an authenticator, or type this key into it:</p>
        <p className="mt-1 font-mono wrap-anywhere">
          <span className="sr-only">Key: </span>
          {enrolment.secret.match(/.{1,4}/g)?.join(' ')}
        </p>
        <CodeForm
          label="Code it shows now"
          button="Turn it on"
          busy={confirm.isPending}
          submit={(code) => confirm.mutate(code)}
        />
        <Refusal error={confirm.error} />
      </div>
    </div>
  )
}

function RecoveryList({ codes }: { codes: string[] }) {
  return (
    <div role="status" className="mb-4 max-w-xl rounded-md border border-line bg-raised p-3">
      <p className="font-medium">Keep these recovery codes where your telephone is not. Each works once.</p>
      <ul className="mt-2 grid grid-cols-2 gap-x-6 gap-y-1 font-mono">
        {codes.map((code) => (
          <li key={code}>{code.match(/.{1,4}/g)?.join('-')}</li>
        ))}
      </ul>
      <p className="mt-2 text-sm text-muted">They are shown this once.</p>
    </div>
  )
}

function TurnOff({ since, left, done }: { since: string; left: number; done: () => void }) {
  const remove = useMutation({
    mutationFn: (code: string) => send('POST', '/account/second-factor/removal', { code }),
    onSuccess: async () => {
      await readAgain()
      done()
    },
  })
  return (
    <>
      <p>
        On for <Ago at={since} full />. {left === 1 ? '1 recovery code is' : `${left} recovery codes are`} left.
        {left <= 3 && ' Turn it off and on again for new ones.'}
      </p>
      <CodeForm
        label="Code, or a recovery code"
        button="Turn it off"
        busy={remove.isPending}
        submit={(code) => remove.mutate(code)}
      />
      <Refusal error={remove.error} />
    </>
  )
}

function CodeForm(props: { label: string; button: string; busy: boolean; submit: (code: string) => void }) {
  const [code, setCode] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    props.submit(code)
    setCode('')
  }
  return (
    <form onSubmit={submit} className="mt-3 flex flex-wrap items-end gap-2">
      <label className="grid gap-1">
        <span className="font-medium">{props.label}</span>
        <input
          className="field w-48 font-mono"
          required
          minLength={6}
          maxLength={40}
          autoComplete="one-time-code"
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </label>
      <button type="submit" className="button" disabled={props.busy}>
        {props.button}
      </button>
    </form>
  )
}
