import { amountWords, assumedParts, leftWords } from '@contract/assurance-words.ts'
import { inHundred, statedFrequency } from '@contract/number-words.ts'
import type { ScenarioRow } from '@contract/scenario-rows.ts'
import { Link } from '@tanstack/react-router'
import type { CSSProperties, ReactNode } from 'react'
import { Basis, Unknown } from '../parts/basis.tsx'
import { LongText } from '../parts/long-text.tsx'
import { Brackets, causeWords, SideBrackets, sharedGroups } from './brackets.tsx'
import type { Picture, Stage } from './picture.ts'
import { ControlStanding } from './standing.tsx'
import { rowOf, TRACKS, trackOf } from './tracks.ts'
import { useRoom } from './use-room.ts'
import { isOpen, Stream, Wall } from './wall.tsx'

interface Props {
  scenario: ScenarioRow
  picture: Picture
  lost: ReadonlySet<number>
  toggle: (places: readonly number[]) => void
}

/**
 * From attempts to harm: each barrier is a wall with a hole as long as its probability of failure. It stands upright beside
 * the next where there is room, and lies below the one before elsewhere.
 */
export function BowTie(props: Props) {
  const count = Math.max(1, props.scenario.barriers.length)
  const wide = useRoom(Math.max(TABLET, REST + count * EACH))
  const tracks = `repeat(${count}, minmax(var(--side), 1fr) 1.75rem minmax(var(--side), 1fr))`
  const style = wide
    ? { gridTemplateColumns: `minmax(5rem, 9rem) ${tracks} minmax(6rem, 11rem)` }
    : { gridTemplateColumns: `minmax(0, 42rem) repeat(${sharedGroups(props.scenario).length}, 1rem)` }
  return (
    <section aria-label="From attempts to harm" className="overflow-x-auto pb-2">
      {/* On paper nobody scrolls. */}
      <div className="grid min-w-full [--side:2.25rem] print:[--side:0.75rem]" style={style}>
        {wide ? <Wide {...props} /> : <Tall {...props} />}
      </div>
    </section>
  )
}

/** Room in rem that the picture needs to stand upright: each barrier, all else of the page, and a tablet at least. */
const EACH = 6.5
const REST = 24
const TABLET = 48

function Wide({ scenario, picture, lost, toggle }: Props) {
  const end = 2 + Math.max(1, picture.stages.length) * TRACKS
  return (
    <>
      <At row={3} column="1">
        <Attempts scenario={scenario} />
      </At>
      <LayerHeads scenario={scenario} />
      {picture.stages.map((stage) => (
        <Upright key={stage.place} scenario={scenario} stage={stage} last={stage.place === picture.stages.length - 1} />
      ))}
      <At row={3} column={picture.stages.length === 0 ? `2 / ${end}` : `${end - 1} / ${end}`}>
        <Stream {...picture.last} upright />
      </At>
      <ol className="contents">
        {picture.stages.map(({ place, barrier }) => (
          <At key={place} as="li" row={4} column={`${trackOf(place) - 1} / span ${TRACKS}`}>
            <Label barrier={barrier} lost={lost.has(place)} toggle={() => toggle([place])} centred />
          </At>
        ))}
      </ol>
      <Brackets scenario={scenario} firstRow={5} />
      <At row={3} column={String(end)}>
        <div className="pl-3">
          <Harm scenario={scenario} left={picture.left} supposed={lost.size > 0} />
        </div>
      </At>
    </>
  )
}

/** A wall, the stream that reaches it, and how much gets past. */
function Upright({ scenario, stage, last }: { scenario: ScenarioRow; stage: Stage; last: boolean }) {
  const { place, wall, past, share, through } = stage
  const track = trackOf(place)
  return (
    <>
      <At row={3} column={place === 0 ? `2 / ${track}` : `${track - 2} / ${track}`}>
        <Stream share={share} through={through} upright />
      </At>
      <At row={3} column={String(track)}>
        <Slab wall={wall} upright />
      </At>
      {!last && (
        <At row={2} column={`${track + 1} / span 2`}>
          <Past scenario={scenario} past={past} />
        </At>
      )}
    </>
  )
}

function Past({ scenario: { attempts }, past }: { scenario: ScenarioRow; past: number }) {
  return (
    <span aria-hidden className="block px-1 pb-1 text-center text-sm text-muted max-md:shrink-0">
      {amountWords(attempts, past, 'up')}
    </span>
  )
}

function Slab({ wall, upright }: { wall: Stage['wall']; upright: boolean }) {
  return (
    <span className="relative block">
      <Wall wall={wall} upright={upright} />
      {isOpen(wall.standing) && !wall.lost && (
        <span aria-hidden className="absolute inset-0 grid place-items-center text-lg font-semibold text-now">
          ✕
        </span>
      )}
    </span>
  )
}

interface AtProps {
  row: number
  column: string
  as?: 'div' | 'li'
  children: ReactNode
}

function At({ row, column, as: Tag = 'div', children }: AtProps) {
  const style: CSSProperties = { gridRow: row, gridColumn: column }
  return (
    <Tag className="min-w-0 self-center [li&]:self-start" style={style}>
      {children}
    </Tag>
  )
}

/** Barriers of one layer that stand side by side have one heading. */
function LayerHeads({ scenario: { barriers } }: { scenario: ScenarioRow }) {
  const runs: { layer: string; first: number; count: number }[] = []
  for (const [place, { layer }] of barriers.entries()) {
    const last = runs.at(-1)
    if (last?.layer === layer) last.count += 1
    else runs.push({ layer, first: place, count: 1 })
  }
  return runs.map(({ layer, first, count }) => (
    <At key={first} row={1} column={`${trackOf(first) - 1} / span ${count * TRACKS}`}>
      <span aria-hidden className="mx-2 mb-2 block border-b border-line text-center text-sm text-muted">
        {layer}
      </span>
    </At>
  ))
}

function Tall({ scenario, picture, lost, toggle }: Props) {
  const end = rowOf(picture.stages.length)
  return (
    <>
      <At row={1} column="1 / -1">
        <Attempts scenario={scenario} />
      </At>
      <ol className="contents">
        {picture.stages.map(({ place, barrier, wall, share, through, past }) => (
          <At key={place} as="li" row={rowOf(place)} column="1">
            <span className="block h-10">
              <Stream share={share} through={through} upright={false} />
            </span>
            <Slab wall={wall} upright={false} />
            <div className="flex items-start justify-between gap-3 py-1.5">
              <Label barrier={barrier} lost={lost.has(place)} toggle={() => toggle([place])} />
              <Past scenario={scenario} past={past} />
            </div>
            <Shares scenario={scenario} place={place} />
          </At>
        ))}
      </ol>
      <SideBrackets scenario={scenario} />
      <At row={end} column="1">
        <span className="block h-10">
          <Stream {...picture.last} upright={false} />
        </span>
      </At>
      <At row={end + 1} column="1 / -1">
        <Harm scenario={scenario} left={picture.left} supposed={lost.size > 0} />
      </At>
    </>
  )
}

/** The cause that a barrier shares with others, in words. */
function Shares({ scenario, place }: { scenario: ScenarioRow; place: number }) {
  const group = sharedGroups(scenario).find(({ members }) => members.includes(place))
  if (!group) return null
  return <p className="pb-1.5 text-sm text-muted">shares {causeWords(group)}</p>
}

function Attempts({ scenario: { attempts, enabling } }: { scenario: ScenarioRow }) {
  return (
    <div className="pr-3">
      <p className="text-sm text-muted">Attempts</p>
      {attempts ? (
        <>
          <p className="font-semibold">{statedFrequency(attempts.value)}</p>
          <Basis basis={attempts.basis} />
        </>
      ) : (
        <Unknown hint="Nobody said how often it is tried: state it in the scenario, or as an assumption" />
      )}
      {enabling.length > 0 && (
        <p className="mt-1 text-sm text-muted wrap-anywhere">
          and <LongText text={enabling.map(conditionWords).join(', ')} most={120} />
        </p>
      )}
    </div>
  )
}

function conditionWords({ condition, probability }: ScenarioRow['enabling'][number]): string {
  return probability ? `${condition} (${inHundred(probability.value)})` : `${condition} (unknown)`
}

function Harm({ scenario, left, supposed }: { scenario: ScenarioRow; left: number; supposed: boolean }) {
  const assumed = assumedParts(scenario)
  return (
    <div>
      <p className="text-sm text-muted">Harm</p>
      <p className={`font-semibold ${supposed ? 'text-accent' : ''}`}>{leftWords(scenario, left)}</p>
      {assumed.length > 0 && <p className="text-sm text-muted">on assumed {assumed.join(', ')}</p>}
      <p className="text-sm wrap-anywhere">
        <LongText text={scenario.harm} most={120} />
      </p>
    </div>
  )
}

interface LabelProps {
  barrier: ScenarioRow['barriers'][number]
  lost: boolean
  toggle: () => void
  centred?: boolean
}

/** What a wall is, how it stands, and what it lets through. */
function Label({ barrier, lost, toggle, centred = false }: LabelProps) {
  return (
    <div className={`min-w-0 px-1 pt-1.5 ${centred ? 'flex flex-col items-center text-center' : ''}`}>
      <Link
        to="/assurance/controls/$id"
        params={{ id: barrier.control }}
        className="text-accent underline wrap-anywhere"
      >
        {barrier.name}
      </Link>
      <span className={`mt-0.5 flex flex-wrap items-center gap-x-2 ${centred ? 'justify-center' : ''}`}>
        <ControlStanding control={barrier} />
        <span className={centred ? 'sr-only' : 'text-sm text-muted'}>{barrier.layer}</span>
      </span>
      <span className="block text-sm text-muted">{lost ? 'supposed to fail' : throughWords(barrier)}</span>
      {barrier.failure < 1 && (
        <button type="button" className="chip mt-1" aria-pressed={lost} onClick={toggle}>
          {lost ? 'Put it back' : 'If it fails?'}
          <span className="sr-only"> {barrier.name}</span>
        </button>
      )}
    </div>
  )
}

function throughWords({ state, failure }: LabelProps['barrier']): string {
  if (state === 'unknown') return 'credited nothing'
  if (failure === 1) return 'lets everything through'
  return `lets ${inHundred(failure, 'up')} through`
}
