import type { ScenarioRow } from '@contract/scenario-rows.ts'
import type { ScenarioRequest } from '@contract/scenarios.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Confirm } from '../parts/confirm.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { TimeField } from '../parts/time-field.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { BarrierEditor } from './barrier-editor.tsx'
import { EstimateField } from './estimate-field.tsx'
import { Page } from './page.tsx'
import { inPlaceOf } from './reordered.ts'
import { TechniquesField } from './techniques.tsx'
import { controlsQuery, scenarioQuery } from './use-assurance.ts'
import { saidOf, useRemoveScenario, useWriteScenario } from './use-scenarios.ts'

const route = getRouteApi('/assurance/scenarios/$id/edit')
type Said = ScenarioRequest

/** A scenario as it is worked on: what sets it off, what must be the case, what stands against it, and the numbers. */
export function ScenarioEditor() {
  const { id } = route.useParams()
  const scenario = useQuery({ ...scenarioQuery(id), refetchInterval: false, refetchOnWindowFocus: false })
  const controls = useQuery(controlsQuery)
  const failed = scenario.error ?? controls.error
  if (failed) return <ProblemBox error={failed} retry={() => Promise.all([scenario.refetch(), controls.refetch()])} />
  if (!scenario.data || !controls.data) return <Skeleton rows={8} height={52} />
  return (
    <Page>
      <header className="px-4 pt-3 pb-3">
        <Link to="/assurance/scenarios/$id" params={{ id }} className="text-sm text-accent underline">
          ← {scenario.data.title}
        </Link>
        <h1 className="mt-2 text-xl font-semibold">What could happen, and what stands against it?</h1>
        {scenario.data.keptIn === 'register' && (
          <p className="prose-width rounded-md border border-dashed border-soon px-3 py-2">
            This scenario is kept in your register. What you change here holds until the register is taken in again:
            change it there, too.
          </p>
        )}
      </header>
      <Form scenario={scenario.data} controls={controls.data} />
    </Page>
  )
}

type Controls = Parameters<typeof BarrierEditor>[0]['controls']

function Form({ scenario, controls }: { scenario: ScenarioRow; controls: Controls }) {
  // As it was when work on it began: what others save meanwhile is told when this is saved, and takes no draft away.
  const [{ id, revision }] = useState(scenario)
  const [said, setSaid] = useState<Said>(saidOf(scenario))
  const set = (part: Partial<Said>) => setSaid({ ...said, ...part })
  const navigate = useNavigate()
  const back = () => void navigate({ to: '/assurance/scenarios/$id', params: { id } })
  const write = useWriteScenario(id, back)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    write.mutate({ revision, scenario: tidied(said) })
  }
  return (
    <form onSubmit={submit} className="grid max-w-5xl gap-5 px-4">
      <About said={said} set={set} />
      <Lines
        label="What sets it off, one a line"
        lines={said.initiators}
        change={(initiators) => set({ initiators })}
      />
      <EstimateField
        {...{ label: 'Attempts', unit: 'a year', most: 1e9, value: said.attempts }}
        change={(attempts) => set({ attempts })}
      />
      <Conditions said={said} set={set} />
      <BarrierEditor barriers={said.barriers} controls={controls} change={(barriers) => set({ barriers })} />
      <EstimateField
        {...{ label: 'Harm follows once nothing held', unit: 'probability, 0 to 1', most: 1, value: said.consequence }}
        change={(consequence) => set({ consequence })}
      />
      <Terms said={said} set={set} />
      <TechniquesField ids={said.techniques} change={(techniques) => set({ techniques })} />
      <div className="flex flex-wrap gap-2">
        <button type="submit" className="button-primary" disabled={write.isPending}>
          Save
        </button>
        <button type="button" className="button" onClick={back}>
          Cancel
        </button>
        <Remove id={id} />
      </div>
      <Refusal error={write.error} />
    </form>
  )
}

/** Lines that were left empty say nothing. */
function tidied(said: Said): Said {
  return {
    ...said,
    owner: said.owner?.trim() || null,
    initiators: said.initiators.map((one) => one.trim()).filter((one) => one !== ''),
    enabling: said.enabling.filter(({ condition }) => condition.trim() !== ''),
  }
}

interface PartProps {
  said: Said
  set: (part: Partial<Said>) => void
}

function About({ said, set }: PartProps) {
  return (
    <div className="grid gap-3">
      <label className="grid gap-1">
        <span className="font-medium">Title</span>
        <input
          className="field"
          required
          maxLength={300}
          value={said.title}
          onChange={(event) => set({ title: event.target.value })}
        />
      </label>
      <label className="grid gap-1">
        <span className="font-medium">Harm</span>
        <textarea
          className="field"
          required
          rows={2}
          maxLength={2_000}
          value={said.harm}
          onChange={(event) => set({ harm: event.target.value })}
        />
      </label>
    </div>
  )
}

interface LinesProps {
  label: string
  lines: readonly string[]
  change: (lines: string[]) => void
}

function Lines({ label, lines, change }: LinesProps) {
  return (
    <label className="grid gap-1">
      <span className="font-medium">{label}</span>
      <textarea
        className="field"
        rows={Math.max(2, lines.length)}
        value={lines.join('\n')}
        onChange={(event) => change(event.target.value.split('\n').slice(0, 20))}
      />
    </label>
  )
}

function Conditions({ said: { enabling }, set }: PartProps) {
  return (
    <fieldset className="grid gap-3">
      <legend className="font-medium">What must be the case besides</legend>
      {enabling.map((one, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place.
        <div key={place} className="grid gap-2 rounded-md border border-line p-2">
          <div className="flex items-end gap-2">
            <label className="grid min-w-0 grow gap-1">
              <span className="text-sm text-muted">Condition {place + 1}</span>
              <input
                className="field"
                maxLength={300}
                value={one.condition}
                onChange={(event) =>
                  set({ enabling: inPlaceOf(enabling, place, { ...one, condition: event.target.value }) })
                }
              />
            </label>
            <button
              type="button"
              className="button"
              onClick={() => set({ enabling: enabling.filter((_, at) => at !== place) })}
            >
              <span aria-hidden>✕</span>
              <span className="sr-only">Take condition {place + 1} out</span>
            </button>
          </div>
          <EstimateField
            {...{ label: 'How likely', unit: 'probability, 0 to 1', most: 1, value: one.probability }}
            change={(probability) => set({ enabling: inPlaceOf(enabling, place, { ...one, probability }) })}
          />
        </div>
      ))}
      <p>
        <button
          type="button"
          className="button"
          disabled={enabling.length >= 20}
          onClick={() => set({ enabling: [...enabling, { condition: '', probability: null }] })}
        >
          Add a condition
        </button>
      </p>
    </fieldset>
  )
}

const treatments = ['mitigate', 'accept', 'transfer', 'avoid'] as const

function Terms({ said, set }: PartProps) {
  return (
    <div className="grid gap-3 md:grid-cols-3">
      <label className="grid content-start gap-1">
        <span className="font-medium">Who answers for it</span>
        <input
          className="field"
          maxLength={200}
          value={said.owner ?? ''}
          onChange={(event) => set({ owner: event.target.value })}
        />
      </label>
      <label className="grid content-start gap-1">
        <span className="font-medium">What they can live with, events a year</span>
        <input
          className="field"
          type="number"
          step="any"
          min={0}
          placeholder="nobody said"
          value={said.appetite ?? ''}
          onChange={(event) => set({ appetite: event.target.value === '' ? null : Number(event.target.value) })}
        />
      </label>
      <label className="grid content-start gap-1">
        <span className="font-medium">Looked at again every, days</span>
        <input
          className="field"
          type="number"
          min={1}
          max={3_650}
          required
          value={said.reviewDays}
          onChange={(event) => set({ reviewDays: Number(event.target.value) })}
        />
      </label>
      <label className="grid content-start gap-1">
        <span className="font-medium">Treatment</span>
        <select
          className="field"
          value={said.treatment}
          onChange={(event) => set({ treatment: event.target.value as (typeof treatments)[number] })}
        >
          {treatments.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      <TimeField
        label="Until"
        type="date"
        required={said.treatment === 'accept'}
        value={said.treatmentUntil ?? ''}
        onChange={(event) => set({ treatmentUntil: event.target.value || null })}
      />
    </div>
  )
}

function Remove({ id }: { id: string }) {
  const may = useMay('owner')
  const navigate = useNavigate()
  const remove = useRemoveScenario(id, () => void navigate({ to: '/assurance' }))
  if (!may) return null
  return (
    <>
      <Confirm
        label="Take it out"
        question="Take it out of the register? Its controls and their evidence stay."
        disabled={remove.isPending}
        confirm={() => remove.mutate()}
      />
      <Refusal error={remove.error} />
    </>
  )
}
