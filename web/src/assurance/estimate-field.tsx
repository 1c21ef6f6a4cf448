import type { ScenarioRow } from '@contract/scenario-rows.ts'
import { TimeField } from '../parts/time-field.tsx'

type Estimate = ScenarioRow['attempts']

interface Props {
  /** What it is, for people and for who listens. */
  label: string
  unit: string
  most: number
  value: Estimate
  change: (value: Estimate) => void
}

const bases = ['observed', 'stated', 'inferred', 'assumed'] as const

/** A number with what speaks for it. Left empty, nobody knows it. */
export function EstimateField({ label, unit, most, value, change }: Props) {
  const set = (part: Partial<NonNullable<Estimate>>) =>
    change({ ...(value ?? { value: 0, basis: 'assumed' as const }), ...part })
  const needsSource = value !== null && value.basis !== 'assumed'
  return (
    <fieldset className="flex flex-wrap items-start gap-2">
      <legend className="font-medium">{label}</legend>
      <label className="grid w-36 gap-1">
        <span className="text-sm text-muted">{unit}</span>
        <input
          className="field"
          type="number"
          step="any"
          min={0}
          max={most}
          placeholder="unknown"
          value={value?.value ?? ''}
          onChange={(event) => (event.target.value === '' ? change(null) : set({ value: Number(event.target.value) }))}
        />
      </label>
      {value && (
        <>
          <label className="grid gap-1">
            <span className="text-sm text-muted">Known how</span>
            <select
              className="field"
              value={value.basis}
              onChange={(event) => set({ basis: event.target.value as (typeof bases)[number] })}
            >
              {bases.map((basis) => (
                <option key={basis}>{basis}</option>
              ))}
            </select>
          </label>
          <label className="grid min-w-0 grow basis-48 gap-1">
            <span className="text-sm text-muted">Where it is from</span>
            <input
              className="field"
              maxLength={500}
              required={needsSource}
              value={value.source ?? ''}
              onChange={(event) => set({ source: event.target.value || undefined })}
            />
          </label>
          <TimeField
            label="Holds until"
            quiet
            type="date"
            value={value.expires ?? ''}
            onChange={(event) => set({ expires: event.target.value || undefined })}
          />
        </>
      )}
    </fieldset>
  )
}
