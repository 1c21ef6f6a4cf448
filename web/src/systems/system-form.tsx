import type { AiSystemRow } from '@contract/ai-system-rows.ts'
import { autonomyWords, roleWords } from '@contract/ai-system-words.ts'
import type { AiSystemChange, NewAiSystem } from '@contract/ai-systems.ts'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useSaySystem } from '../assurance/use-assurance.ts'
import { Refusal } from '../session/login.tsx'
import { LevelSelect } from './level-select.tsx'
import { type Part, PartsEditor } from './parts-editor.tsx'

interface Said {
  id: string
  name: string
  owner: string
  purpose: string
  role: AiSystemRow['role']
  autonomy: AiSystemRow['autonomy']
  oversight: string
  data: string
  accessLevel: number | null
  parts: Part[]
}
type SetSaid = (part: Partial<Said>) => void

const blank: Said = {
  ...{ id: '', name: '', owner: '', purpose: '', role: 'deployer', autonomy: 'supervised', oversight: '', data: '' },
  ...{ accessLevel: null, parts: [] },
}

interface Props {
  /** The system that is said anew; `null`: a new one. */
  system: AiSystemRow | null
  done: (system: AiSystemRow) => void
}

/** An AI system as a person says it is: what it is for, who answers for it, what it may do, what it is made of. */
export function SystemForm({ system, done }: Props) {
  // As it was when work on it began: what others save meanwhile is told when this is saved, and takes no draft away.
  const [begun] = useState(system)
  const [said, setSaid] = useState<Said>(begun ? saidOf(begun) : blank)
  const save = useSaySystem(begun)
  const set: SetSaid = (part) => setSaid((before) => ({ ...before, ...part }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const change = begun ? changedIn(begun, said) : newOf(said)
    if (begun && Object.keys(change).length === 0) done(begun)
    else save.mutate(change, { onSuccess: done })
  }
  return (
    <form onSubmit={submit} className="grid gap-4 border-t border-line p-3 md:grid-cols-2">
      <Named said={said} set={set} isNew={begun === null} />
      <Conduct said={said} set={set} />
      <div className="grid gap-1 md:col-span-2">
        <LevelSelect
          label="Access level of its model"
          level={said.accessLevel}
          change={(accessLevel) => set({ accessLevel })}
        />
        <p className="text-sm text-muted">From 5 on the weights are out: no vendor watches, patches or recalls it.</p>
      </div>
      <div className="md:col-span-2">
        <PartsEditor parts={said.parts} change={(parts) => set({ parts })} />
      </div>
      <div className="md:col-span-2">
        <button type="submit" className="button-primary" disabled={save.isPending}>
          {begun ? 'Save' : 'Enter it'}
        </button>
        <p className="prose-width mt-2 text-sm text-muted">
          What you say here holds: a register or ML-BOM that says otherwise later leaves it, and says that it did.
        </p>
        <Refusal error={save.error} />
      </div>
    </form>
  )
}

interface FieldsProps {
  said: Said
  set: SetSaid
}

function Named({ said, set, isNew }: FieldsProps & { isNew: boolean }) {
  return (
    <>
      <Field title="Name">
        <input
          className="field"
          required
          maxLength={200}
          value={said.name}
          onChange={({ target: { value } }) =>
            set({ name: value, ...(isNew && said.id === slugOf(said.name) && { id: slugOf(value) }) })
          }
        />
      </Field>
      {isNew ? (
        <Field title="Id" hint="What controls, registers and traces call it; it cannot change later.">
          <input
            className="field font-mono"
            required
            maxLength={80}
            pattern="[a-z0-9][a-z0-9._\-]*"
            title="Lower-case letters, digits, dots and hyphens"
            value={said.id}
            onChange={({ target: { value } }) => set({ id: value })}
          />
        </Field>
      ) : (
        <span className="max-md:hidden" />
      )}
      <Field title="What it is for" wide>
        <textarea
          className="field"
          rows={2}
          required
          maxLength={2_000}
          value={said.purpose}
          onChange={({ target: { value } }) => set({ purpose: value })}
        />
      </Field>
      <Field title="Who answers for it">
        <input
          className="field"
          maxLength={200}
          placeholder="nobody"
          value={said.owner}
          onChange={({ target: { value } }) => set({ owner: value })}
        />
      </Field>
      <Field title="Data it gets to see, apart by commas">
        <input
          className="field"
          maxLength={2_000}
          placeholder="unknown"
          value={said.data}
          onChange={({ target: { value } }) => set({ data: value })}
        />
      </Field>
    </>
  )
}

function Conduct({ said, set }: FieldsProps) {
  return (
    <>
      <Choice
        title="Our part in it"
        words={roleWords}
        value={said.role}
        change={(role) => set({ role: role as Said['role'] })}
      />
      <Choice
        title="How far it acts by itself"
        words={autonomyWords}
        value={said.autonomy}
        change={(autonomy) => set({ autonomy: autonomy as Said['autonomy'] })}
      />
      <Field title="Human oversight: who watches it, and how" wide>
        <textarea
          className="field"
          rows={2}
          maxLength={2_000}
          placeholder="unknown"
          value={said.oversight}
          onChange={({ target: { value } }) => set({ oversight: value })}
        />
      </Field>
    </>
  )
}

interface ChoiceProps {
  title: string
  words: Readonly<Record<string, string>>
  value: string
  change: (value: string) => void
}

function Choice({ title, words, value, change }: ChoiceProps) {
  return (
    <Field title={title}>
      <select className="field" value={value} onChange={(event) => change(event.target.value)}>
        {Object.entries(words).map(([one, meaning]) => (
          <option key={one} value={one}>
            {one}: {meaning}
          </option>
        ))}
      </select>
    </Field>
  )
}

interface FieldProps {
  title: string
  hint?: string
  wide?: boolean
  children: ReactNode
}

function Field({ title, hint, wide = false, children }: FieldProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is what is within.
    <label className={`grid min-w-0 content-start gap-1 ${wide ? 'md:col-span-2' : ''}`}>
      <span className="font-medium">{title}</span>
      {children}
      {hint && <span className="text-sm text-muted">{hint}</span>}
    </label>
  )
}

function saidOf({ slug, name, owner, purpose, role, autonomy, oversight, ...rest }: AiSystemRow): Said {
  return {
    ...{ id: slug, name, owner: owner ?? '', purpose, role, autonomy, oversight: oversight ?? '' },
    ...{ data: rest.dataClasses.join(', '), accessLevel: rest.accessLevel, parts: rest.parts },
  }
}

function requestOf({ name, owner, purpose, role, autonomy, oversight, data, accessLevel, parts }: Said) {
  const dataClasses = data
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
  return {
    ...{ name: name.trim(), owner: owner.trim() || null, purpose: purpose.trim(), role, autonomy },
    ...{ oversight: oversight.trim() || null, dataClasses, accessLevel },
    parts: parts.map((part) => ({ ...part, name: part.name.trim() })),
  }
}

function newOf(said: Said): NewAiSystem {
  return { id: said.id, ...requestOf(said) }
}

/** Only what is other than before: what files say of the rest goes on counting. */
function changedIn(system: AiSystemRow, said: Said): AiSystemChange {
  const before: Record<string, unknown> = requestOf(saidOf(system))
  return Object.fromEntries(
    Object.entries(requestOf(said)).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])),
  )
}

/** An id as a name suggests it. */
function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|-+$/g, '')
    .slice(0, 80)
}
