import type { ScopeDocument } from '@contract/scope.ts'
import { type FormEvent, type ReactNode, useState } from 'react'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { useScopeChange } from './queries.ts'

type Settings = ScopeDocument['settings']

/** How much is sent, when, whom it asks, in whose name, and from where it looks. */
export function Manners({ settings, may }: { settings: Settings; may: boolean }) {
  const change = useScopeChange()
  const [draft, setDraft] = useState(() => draftOf(settings))
  const set = (name: keyof typeof draft) => (value: string) => setDraft({ ...draft, [name]: value })
  const save = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({ method: 'PATCH', path: '/settings', body: changeOf(draft) })
  }
  return (
    <form onSubmit={save}>
      <fieldset disabled={!may} className="grid max-w-2xl gap-x-4 gap-y-2 md:grid-cols-[12rem_1fr] md:items-center">
        <legend className="sr-only">Manners</legend>
        <Line label="To one host" help="connections and datagrams a second">
          <Text type="number" label="To one host" value={draft.perHost} change={set('perHost')} />
        </Line>
        <Line label="To one network" help="the same, for a /24 or /48">
          <Text type="number" label="To one network" value={draft.perNetwork} change={set('perNetwork')} />
        </Line>
        <Line label="Quiet from … to" help="nothing is probed then; both empty for never">
          <Text type="time" label="Quiet from" value={draft.from} change={set('from')} />
          <Text type="time" label="Quiet to" value={draft.to} change={set('to')} />
          <Text label="Time zone" value={draft.timeZone} change={set('timeZone')} />
        </Line>
        <Line label="Resolvers" help="address or address:port, apart by commas; empty for this machine’s">
          <Text label="Resolvers" value={draft.resolvers} change={set('resolvers')} />
        </Line>
        <Line label="Certificate search" help="crt.sh’s form, with %s for the name; empty for none">
          <Text label="Certificate search" value={draft.certificateSearch} change={set('certificateSearch')} />
        </Line>
        <Line label="RDAP" help="a service, or its bootstrap files; empty for none">
          <Text label="RDAP" value={draft.rdap} change={set('rdap')} />
        </Line>
        <Line label="Contact" help="whom those may write to who see our probes">
          <Text label="Contact" value={draft.contact} change={set('contact')} />
        </Line>
      </fieldset>
      {may && (
        <button type="submit" className="button mt-3" disabled={change.isPending}>
          Save
        </button>
      )}
      <Refusal error={change.error} />
      <Vantage settings={settings} may={may} />
    </form>
  )
}

/** Only who looks from outside may say that something can be reached from the internet. */
function Vantage({ settings: { outside, vantage }, may }: { settings: Settings; may: boolean }) {
  const change = useScopeChange()
  const state = (said: boolean) => change.mutate({ method: 'PATCH', path: '/settings', body: { outside: said } })
  return (
    <div className="mt-4 max-w-2xl">
      <p>
        It looks from <span className="font-medium">{vantage}</span>
        {outside && (
          <>
            {' '}
            <When at={outside.at} />
          </>
        )}
        . {!outside && 'What it sees from here is not called reachable from the internet.'}
      </p>
      {may && (
        <button type="button" className="button mt-2" disabled={change.isPending} onClick={() => state(!outside)}>
          {outside ? 'It looks from inside' : 'I say that this host looks from outside'}
        </button>
      )}
      <Refusal error={change.error} />
    </div>
  )
}

function draftOf({ perHost, perNetwork, quietHours, resolvers, certificateSearch, rdap, contact }: Settings) {
  return {
    perHost: String(perHost),
    perNetwork: String(perNetwork),
    from: quietHours?.from ?? '',
    to: quietHours?.to ?? '',
    timeZone: quietHours?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    resolvers: resolvers.join(', '),
    certificateSearch: certificateSearch ?? '',
    rdap: rdap ?? '',
    contact: contact ?? '',
  }
}

function changeOf({ perHost, perNetwork, from, to, timeZone, resolvers, ...words }: ReturnType<typeof draftOf>) {
  const orNull = (text: string) => text.trim() || null
  return {
    perHost: Number(perHost),
    perNetwork: Number(perNetwork),
    quietHours: from && to ? { from, to, days: [], timeZone } : null,
    resolvers: resolvers.split(',').flatMap((server) => server.trim() || []),
    certificateSearch: orNull(words.certificateSearch),
    rdap: orNull(words.rdap),
    contact: orNull(words.contact),
  }
}

function Line({ label, help, children }: { label: string; help: string; children: ReactNode }) {
  return (
    <>
      <span className="text-muted">{label}</span>
      <div>
        <div className="flex flex-wrap gap-2">{children}</div>
        <span className="text-sm text-muted">{help}</span>
      </div>
    </>
  )
}

function Text(props: {
  label: string
  value: string
  change: (value: string) => void
  type?: 'text' | 'number' | 'time'
}) {
  const { label, value, change, type = 'text' } = props
  return (
    <input
      className={type === 'text' ? 'field min-w-48 flex-1' : 'field w-32'}
      type={type}
      min={1}
      maxLength={500}
      aria-label={label}
      value={value}
      onChange={(event) => change(event.target.value)}
    />
  )
}
