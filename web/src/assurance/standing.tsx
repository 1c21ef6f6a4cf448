import type { Verdict } from '@contract/assurance-words.ts'
import type { ControlRow, ControlState } from '@contract/controls.ts'
import type { ScenarioRow } from '@contract/scenario-rows.ts'
import { DoubtMarks } from './doubts.tsx'

/** Mark, word and colour of each; colour never stands alone. */
const looks: Readonly<Record<ControlState, { mark: string; look: string }>> = {
  measured: { mark: '■', look: 'bg-holding-tint text-holding border-transparent' },
  weak: { mark: '◆', look: 'bg-soon-tint text-soon border-transparent' },
  dead: { mark: '✕', look: 'text-now border-current border-dashed' },
  failing: { mark: '✕', look: 'text-now border-current border-dashed' },
  unknown: { mark: '', look: 'hatched border-line border-dashed' },
}

/** How a control stands: measured, weak, unknown, dead, or that it does not hold; and what exposure says against it. */
export function ControlStanding({
  control,
}: {
  control: Pick<ControlRow, 'state' | 'failure' | 'doubts' | 'limits' | 'retiredSystem'>
}) {
  return (
    <>
      <Mark standing={control.state} />
      <DoubtMarks standing={control} />
    </>
  )
}

function Mark({
  standing,
  word = standing === 'failing' ? 'does not hold' : standing,
}: {
  standing: ControlState
  word?: string
}) {
  const { mark, look } = looks[standing]
  return (
    <span className={`inline-flex rounded-md border px-1.5 text-sm font-medium whitespace-nowrap ${look}`}>
      <span className={`inline-flex items-center gap-1.5 ${standing === 'unknown' ? 'bg-paper px-1' : ''}`}>
        {mark && <span aria-hidden>{mark}</span>}
        {word}
      </span>
    </span>
  )
}

const verdictLooks: Readonly<Record<Exclude<Verdict, 'unsaid'>, { mark: string; look: string }>> = {
  above: { mark: '▲', look: 'bg-now-tint text-now' },
  within: { mark: '■', look: 'bg-holding-tint text-holding' },
}

/** Residual risk against what its owner can live with. */
export function AppetiteMark({ verdict }: { verdict: Verdict }) {
  if (verdict === 'unsaid') return <Mark standing="unknown" word="appetite unknown" />
  const { mark, look } = verdictLooks[verdict]
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-md px-1.5 text-sm font-medium whitespace-nowrap ${look}`}
    >
      <span aria-hidden>{mark}</span>
      {verdict} appetite
    </span>
  )
}

/** The layers of a scenario at a glance, in their order. */
export function Layers({ barriers }: Pick<ScenarioRow, 'barriers'>) {
  if (barriers.length === 0) return <span className="text-sm text-muted">no layer</span>
  const words = barriers
    .map((barrier) => `${barrier.name} ${barrier.state === 'failing' ? 'does not hold' : barrier.state}`)
    .join(', ')
  return (
    <span role="img" aria-label={`Layers: ${words}`} title={words} className="inline-flex gap-1">
      {barriers.map((barrier, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place.
        <Slab key={place} standing={barrier.state} />
      ))}
    </span>
  )
}

const slabs: Readonly<Record<ControlState, string>> = {
  measured: 'border-holding bg-holding',
  weak: 'border-soon bg-soon',
  dead: 'border-now border-dashed text-now',
  failing: 'border-now border-dashed text-now',
  unknown: 'hatched border-muted border-dashed',
}

function Slab({ standing }: { standing: ControlState }) {
  return (
    <span
      className={`inline-flex h-4 w-2.5 items-center justify-center rounded-xs border text-[8px] leading-none ${slabs[standing]}`}
    >
      {(standing === 'dead' || standing === 'failing') && '✕'}
    </span>
  )
}
