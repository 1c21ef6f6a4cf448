import type { NotifierForm, NotifierTarget, TargetRequest } from '@contract/notifications.ts'
import { type FormEvent, useState } from 'react'
import { Refusal } from '../session/login.tsx'
import { wordsOfKind } from './kind-words.ts'

type Field = NotifierForm['fields'][number]
type Draft = Omit<TargetRequest, 'notifier'>

interface TargetFormProps {
  notifier: NotifierForm
  known: Pick<NotifierTarget, 'name' | 'settings' | 'kinds' | 'secrets'>
  error: Error | null
  pending: boolean
  save: (draft: Draft) => void
  cancel: () => void
}

/** A target's settings, as its plug-in describes them, and what it is told. */
export function TargetForm({ notifier, known, error, pending, save, cancel }: TargetFormProps) {
  const [draft, setDraft] = useState<Draft>({ name: known.name, settings: known.settings, kinds: known.kinds })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const given = Object.entries(draft.settings).filter(([, value]) => value !== '')
    save({ ...draft, settings: Object.fromEntries(given) })
  }
  const set = (name: string, value: string) => setDraft({ ...draft, settings: { ...draft.settings, [name]: value } })
  return (
    <form onSubmit={submit} className="mt-2 grid gap-3">
      <label className="grid gap-1">
        <span className="font-medium">Name</span>
        <input
          className="field"
          required
          maxLength={100}
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
        />
      </label>
      {notifier.fields.map((field) => (
        <SettingField
          key={field.name}
          field={field}
          value={draft.settings[field.name] ?? ''}
          kept={known.secrets.includes(field.name)}
          change={(value) => set(field.name, value)}
        />
      ))}
      <Kinds kinds={notifier.kinds} chosen={draft.kinds} change={(kinds) => setDraft({ ...draft, kinds })} />
      <Refusal error={error} />
      <div className="flex flex-wrap gap-2">
        <button type="submit" className="button-primary" disabled={pending}>
          Save
        </button>
        <button type="button" className="button" onClick={cancel}>
          Cancel
        </button>
      </div>
    </form>
  )
}

function SettingField(props: { field: Field; value: string; kept: boolean; change: (value: string) => void }) {
  const { field, value, kept, change } = props
  const id = `setting-${field.name}`
  const help = kept ? `${field.help} One is kept, encrypted: leave this empty to keep it.` : field.help
  const common = { id, className: 'field', 'aria-describedby': `${id}-help`, required: field.required && !kept }
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {field.label}
      </label>
      {field.kind === 'choice' ? (
        <select {...common} value={value} onChange={(event) => change(event.target.value)}>
          <option value="">as usual</option>
          {field.choices?.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      ) : (
        <span className="flex gap-2">
          <input
            {...common}
            type={field.kind === 'number' ? 'number' : field.kind === 'url' ? 'url' : 'text'}
            maxLength={4_000}
            autoComplete="off"
            spellCheck={false}
            value={value}
            onChange={(event) => change(event.target.value)}
          />
          {field.generated && (
            <button type="button" className="button shrink-0" onClick={() => change(freshSecret())}>
              Make one
            </button>
          )}
        </span>
      )}
      <span id={`${id}-help`} className="text-sm text-muted">
        {help}
      </span>
    </div>
  )
}

const SECRET_BYTES = 32

/** A signing secret made here; whoever receives the notices needs it, too. */
function freshSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES))
  return `whsec_${btoa(String.fromCharCode(...bytes))}`
}

function Kinds(props: { kinds: readonly string[]; chosen: readonly string[]; change: (kinds: string[]) => void }) {
  const { kinds, chosen, change } = props
  const toggle = (kind: string) =>
    change(chosen.includes(kind) ? chosen.filter((other) => other !== kind) : [...chosen, kind])
  return (
    <fieldset>
      <legend className="font-medium">Tell it when</legend>
      <div className="mt-1 grid gap-x-4 sm:grid-cols-2">
        {kinds.map((kind) => (
          <label key={kind} className="flex min-h-7 items-center gap-1.5">
            <input type="checkbox" checked={chosen.includes(kind)} onChange={() => toggle(kind)} />
            {wordsOfKind(kind)}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
