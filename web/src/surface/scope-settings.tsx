import { searchOddity } from '@contract/certificate-search.ts'
import type { ScopeDocument } from '@contract/scope.ts'
import { type FormEvent, type ReactNode, useMemo, useState } from 'react'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { useScopeChange } from './queries.ts'
import { Saved } from './saved.tsx'
import { labelled } from './setting-labels.ts'

type Settings = ScopeDocument['settings']
interface Props {
  settings: Settings
  may: boolean
}

/** Whom discovery asks: nothing of it is touched by that. */
export function Sources({ settings, may }: Props) {
  const form = useForm(
    {
      resolvers: settings.resolvers.join(', '),
      certificateSearch: settings.certificateSearch ?? '',
      rdap: settings.rdap ?? '',
    },
    ({ resolvers, certificateSearch, rdap }) => ({
      resolvers: resolvers.split(',').flatMap((server) => server.trim() || []),
      certificateSearch: orNull(certificateSearch),
      rdap: orNull(rdap),
    }),
  )
  const odd = searchOddity(form.field('certificateSearch').value)
  return (
    <Form form={form} may={may} label="Whom it asks">
      <Line label="Resolvers" help="address or address:port, apart by commas; empty for this machine’s">
        <Text label="Resolvers" {...form.field('resolvers')} />
      </Line>
      <Line
        label="Certificate search"
        help="crt.sh’s form, with %s for the name (https://…/?q=%s&output=json); empty for none"
      >
        <Text label="Certificate search" {...form.field('certificateSearch')} />
        {odd !== undefined && (
          <p role="status" className="w-full text-sm text-soon wrap-anywhere">
            {odd}.
          </p>
        )}
      </Line>
      <Line label="RDAP" help="a service, or its bootstrap files; empty for none">
        <Text label="RDAP" {...form.field('rdap')} />
      </Line>
    </Form>
  )
}

/** How much is sent at most. */
export function Budget({ settings, may }: Props) {
  const form = useForm(
    { perHost: String(settings.perHost), perNetwork: String(settings.perNetwork) },
    ({ perHost, perNetwork }) => ({ perHost: Number(perHost), perNetwork: Number(perNetwork) }),
  )
  return (
    <Form form={form} may={may} label="How much is sent">
      <Line label="To one host" help="connections and datagrams a second">
        <Text type="number" label="To one host" {...form.field('perHost')} />
      </Line>
      <Line label="To one network" help="the same, for a /24 or /48">
        <Text type="number" label="To one network" {...form.field('perNetwork')} />
      </Line>
    </Form>
  )
}

/** When nothing is probed. */
export function QuietHours({ settings, may }: Props) {
  const { quietHours } = settings
  const form = useForm(
    {
      from: quietHours?.from ?? '',
      to: quietHours?.to ?? '',
      timeZone: quietHours?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    ({ from, to, timeZone }) => ({
      quietHours: from && to ? { from, to, days: quietHours?.days ?? [], timeZone } : null,
    }),
  )
  return (
    <Form form={form} may={may} label="Quiet hours">
      <Line label="From … to" help="nothing is probed then; both empty for never">
        <Text type="time" label="Quiet from" {...form.field('from')} />
        <Text type="time" label="Quiet to" {...form.field('to')} />
        <Text label="Time zone" {...form.field('timeZone')} />
      </Line>
    </Form>
  )
}

/** In whose name it looks, and from where. */
export function Identity({ settings, may }: Props) {
  const form = useForm({ contact: settings.contact ?? '' }, ({ contact }) => ({ contact: orNull(contact) }))
  return (
    <>
      <Form form={form} may={may} label="In whose name">
        <Line label="Contact" help="whom those may write to who see our probes">
          <Text label="Contact" {...form.field('contact')} />
        </Line>
      </Form>
      <Vantage settings={settings} may={may} />
    </>
  )
}

/** Only who looks from outside may say that something can be reached from the internet. */
function Vantage({ settings: { outside, vantage }, may }: Props) {
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

type Draft = Record<string, string>

/** Fields as they are, with what was typed over them until it is saved. */
function useForm<Fields extends Draft>(known: Fields, bodyOf: (fields: Fields) => object) {
  const change = useScopeChange()
  const [typed, setTyped] = useState<Partial<Fields>>({})
  const fields = { ...known, ...typed }
  return {
    change,
    isTyped: Object.keys(typed).length > 0,
    field: (name: keyof Fields & string) => ({
      value: fields[name] as string,
      change: (value: string) => setTyped({ ...typed, [name]: value }),
    }),
    save: (event: FormEvent) => {
      event.preventDefault()
      change.mutate({ method: 'PATCH', path: '/settings', body: bodyOf(fields) }, { onSuccess: () => setTyped({}) })
    },
  }
}

function Form(props: {
  form: Pick<ReturnType<typeof useForm>, 'change' | 'isTyped' | 'save'>
  may: boolean
  label: string
  children: ReactNode
}) {
  const { form, may, label, children } = props
  const refused = form.change.error
  const words = refused ? labelled(refused.message) : ''
  const error = useMemo(() => (refused && words !== refused.message ? new Error(words) : refused), [refused, words])
  return (
    <form onSubmit={form.save}>
      <fieldset disabled={!may} className="grid max-w-2xl gap-x-4 gap-y-2 md:grid-cols-[12rem_1fr] md:items-baseline">
        <legend className="sr-only">{label}</legend>
        {children}
      </fieldset>
      {may && (
        <div className="mt-3 flex items-center gap-3">
          <button type="submit" className="button" disabled={form.change.isPending}>
            Save
          </button>
          <Saved when={form.change.isSuccess && !form.isTyped} />
          {form.isTyped && <span className="text-sm text-muted">Not saved yet</span>}
        </div>
      )}
      <Refusal error={error} />
    </form>
  )
}

function orNull(text: string): string | null {
  return text.trim() || null
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
