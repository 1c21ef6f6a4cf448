import type { ControlRow } from '@contract/controls.ts'
import type { ScenarioRequest } from '@contract/scenarios.ts'
import { useRef } from 'react'
import { inPlaceOf, moved } from './reordered.ts'
import { ControlStanding } from './standing.tsx'

type Barrier = NonNullable<ScenarioRequest['barriers']>[number]

interface Props {
  barriers: readonly Barrier[]
  controls: readonly ControlRow[]
  change: (barriers: Barrier[]) => void
}

const layers = ['prevent', 'detect', 'respond'] as const

/** The barriers in the order in which an attempt meets them: moved, added, taken out, each linked to a control. */
export function BarrierEditor({ barriers, controls, change }: Props) {
  const list = useRef<HTMLOListElement>(null)
  const move = (from: number, to: number) => {
    change(moved(barriers, from, to))
    // Focus goes along with what was moved.
    requestAnimationFrame(() => {
      const row = list.current?.children[to]
      row?.querySelector<HTMLButtonElement>(to < from ? '[data-move="up"]' : '[data-move="down"]')?.focus()
    })
  }
  return (
    <fieldset className="grid gap-2">
      <legend className="font-medium">Barriers, in the order in which an attempt meets them</legend>
      <ol ref={list} className="grid gap-2">
        {barriers.map((barrier, place) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: a barrier is its place.
            key={place}
            {...{ barrier, place, controls, last: place === barriers.length - 1 }}
            change={(one) => change(inPlaceOf(barriers, place, one))}
            move={(to) => move(place, to)}
            remove={() => change(barriers.filter((_, at) => at !== place))}
          />
        ))}
      </ol>
      {barriers.length === 0 && <p className="text-muted">Nothing stands between an attempt and the harm.</p>}
      <p>
        <button
          type="button"
          className="button"
          disabled={controls.length === 0 || barriers.length >= 40}
          onClick={() => change([...barriers, { control: controls[0]!.id, layer: 'prevent', causes: [] }])}
        >
          Add a barrier
        </button>
        {controls.length === 0 && <span className="ml-2 text-muted">No control is registered yet.</span>}
      </p>
    </fieldset>
  )
}

interface RowProps {
  barrier: Barrier
  place: number
  last: boolean
  controls: readonly ControlRow[]
  change: (barrier: Barrier) => void
  move: (to: number) => void
  remove: () => void
}

function Row({ barrier, place, last, controls, change, move, remove }: RowProps) {
  const control = controls.find(({ id }) => id === barrier.control)
  const name = control?.name ?? barrier.control
  return (
    <li className="flex flex-wrap items-end gap-2 rounded-md border border-line p-2">
      <span className="w-6 self-center text-center text-muted" aria-hidden>
        {place + 1}
      </span>
      <label className="grid min-w-0 grow basis-56 gap-1">
        <span className="text-sm text-muted">
          Control {control && <ControlStanding control={control} />}
          <span className="sr-only"> of barrier {place + 1}</span>
        </span>
        <select
          className="field w-full"
          value={barrier.control}
          onChange={(event) => change({ ...barrier, control: event.target.value })}
        >
          {controls.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <label className="grid gap-1">
        <span className="text-sm text-muted">Layer</span>
        <select
          className="field"
          value={barrier.layer}
          onChange={(event) => change({ ...barrier, layer: event.target.value as (typeof layers)[number] })}
        >
          {layers.map((layer) => (
            <option key={layer}>{layer}</option>
          ))}
        </select>
      </label>
      <Causes causes={barrier.causes ?? []} change={(causes) => change({ ...barrier, causes })} />
      <span className="flex gap-1">
        <Button name={`Move ${name} up`} mark="↑" data="up" disabled={place === 0} act={() => move(place - 1)} />
        <Button name={`Move ${name} down`} mark="↓" data="down" disabled={last} act={() => move(place + 1)} />
        <Button name={`Take ${name} out`} mark="✕" data="out" disabled={false} act={remove} />
      </span>
    </li>
  )
}

function Causes({ causes, change }: { causes: readonly string[]; change: (causes: string[]) => void }) {
  const split = (text: string) =>
    text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '')
  return (
    <label className="grid min-w-0 grow basis-48 gap-1">
      <span className="text-sm text-muted">Shared causes, by commas</span>
      <input
        className="field"
        key={causes.join(', ')}
        defaultValue={causes.join(', ')}
        placeholder="model:…, gateway:…, people:…"
        onBlur={(event) => change(split(event.target.value))}
      />
    </label>
  )
}

interface ButtonProps {
  name: string
  mark: string
  data: string
  disabled: boolean
  act: () => void
}

function Button({ name, mark, data, disabled, act }: ButtonProps) {
  return (
    <button type="button" className="button" data-move={data} disabled={disabled} onClick={act} title={name}>
      <span aria-hidden>{mark}</span>
      <span className="sr-only">{name}</span>
    </button>
  )
}
