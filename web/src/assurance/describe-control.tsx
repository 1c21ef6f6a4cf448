import type { ControlDescription, ControlRow } from '@contract/controls.ts'
import { type FormEvent, useState } from 'react'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { ReferencesField } from './references.tsx'
import { SystemField } from './system-field.tsx'
import { useDescribeControl } from './use-assurance.ts'

const MOST_DAYS = 3_650

/** Says anew what a control is. What it is worth is measured, and has no field here. */
export function DescribeControl({ control }: { control: ControlRow }) {
  const may = useMay('analyst')
  const describe = useDescribeControl(control.id)
  // A form is as fresh as what it was filled from: once something is saved, or changed elsewhere, it begins anew.
  const said = JSON.stringify(saidOf(control))
  if (!may) return null
  return (
    <details className="mt-3 max-w-4xl rounded-md border border-line print:hidden">
      <summary className="px-3 py-2 font-medium">Change what is said of it</summary>
      <Form key={said} control={control} describe={describe} />
    </details>
  )
}

function saidOf({ name, owner, claim, measure, system, version, references, reviewDays }: ControlRow) {
  return { name, owner, claim, measure, system, version, references, reviewDays }
}

interface FormProps {
  control: ControlRow
  describe: ReturnType<typeof useDescribeControl>
}

function Form({ control, describe }: FormProps) {
  const [references, setReferences] = useState(control.references)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const changed = changedIn(new FormData(event.currentTarget), control, references)
    if (Object.keys(changed).length > 0) describe.mutate(changed)
  }
  return (
    <form onSubmit={submit} className="grid gap-3 border-t border-line p-3 md:grid-cols-2">
      <Words name="name" title="Name" value={control.name} required most={200} />
      <Words name="owner" title="Who answers for it" value={control.owner} most={200} />
      <label className="grid content-start gap-1 md:col-span-2">
        <span className="font-medium">What it is there to stop</span>
        <textarea className="field" name="claim" rows={2} required maxLength={2_000} defaultValue={control.claim} />
      </label>
      <label className="grid content-start gap-1 md:col-span-2">
        <span className="font-medium">How it is measured</span>
        <textarea className="field" name="measure" rows={2} maxLength={2_000} defaultValue={control.measure ?? ''} />
      </label>
      <SystemField chosen={control.system} none="none named" />
      <Words name="version" title="Present version" value={control.version} most={100} />
      <label className="grid max-w-60 content-start gap-1">
        <span className="font-medium">Days between reviews</span>
        <input
          className="field"
          type="number"
          name="reviewDays"
          required
          min={1}
          max={MOST_DAYS}
          defaultValue={control.reviewDays}
        />
      </label>
      <div className="md:col-span-2">
        <ReferencesField ids={references} change={setReferences} />
      </div>
      <div className="md:col-span-2">
        <button type="submit" className="button-primary" disabled={describe.isPending}>
          Save
        </button>
        <span role="status" className="ml-3 text-muted">
          {describe.isSuccess && 'Saved.'}
        </span>
        <p className="prose-width mt-2 text-sm text-muted">
          Where a register names this control, it says its own words again when it is taken in: change them there, too.
        </p>
        <Refusal error={describe.error} />
      </div>
    </form>
  )
}

interface WordsProps {
  name: string
  title: string
  value: string | null
  most: number
  required?: boolean
}

function Words({ name, title, value, most, required = false }: WordsProps) {
  return (
    <label className="grid content-start gap-1">
      <span className="font-medium">{title}</span>
      <input className="field" name={name} maxLength={most} required={required} defaultValue={value ?? ''} />
    </label>
  )
}

/** Only what is other than before: what somebody else changed meanwhile stays. */
function changedIn(form: FormData, control: ControlRow, references: string[]): ControlDescription {
  const words = (name: string) => String(form.get(name) ?? '').trim() || null
  const now = {
    ...{ name: words('name') ?? control.name, owner: words('owner'), claim: words('claim') ?? control.claim },
    ...{ measure: words('measure'), system: words('system'), version: words('version'), references },
    reviewDays: Number(words('reviewDays')),
  }
  const before: Record<string, unknown> = saidOf(control)
  return Object.fromEntries(
    Object.entries(now).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])),
  )
}
