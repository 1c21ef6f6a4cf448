import type { ControlState } from '@contract/controls.ts'
import { useId } from 'react'

/** As long as a wall is, in units of the drawing. */
export const LENGTH = 200
const THICK = 28

/** A hole smaller than this could not be seen. */
const LEAST_HOLE = 3

export interface WallLooks {
  standing: ControlState
  /** Probability of failure that risk reckons with, and the least that the interval allows. */
  failure: number
  least: number
  /** Somebody supposes that it fails. */
  lost: boolean
  /** What gets past it, as a share of everything. */
  past: number
}

/** How long a wall's hole is: all of it where it is credited nothing. */
export function holeOf({ failure, lost }: Pick<WallLooks, 'failure' | 'lost'>): number {
  return lost ? LENGTH : Math.max(LEAST_HOLE, failure * LENGTH)
}

/** A barrier with its hole; upright, or lying where the page is narrow. */
export function Wall({ wall, upright }: { wall: WallLooks; upright: boolean }) {
  const id = useId()
  const [width, height] = upright ? [THICK, LENGTH] : [LENGTH, THICK]
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className={upright ? 'h-52 w-full' : 'h-7 w-full'}
      aria-hidden
    >
      <g transform={upright ? undefined : `matrix(0 1 1 0 0 0)`}>
        <rect
          y={(LENGTH - holeOf(wall)) / 2}
          width={THICK}
          height={holeOf(wall)}
          className="fill-ink"
          opacity={shadeOf(wall.past)}
        />
        <Stones wall={wall} hatch={id} />
      </g>
    </svg>
  )
}

/** It stops nothing, and is drawn as what is left of it: an outline. */
export function isOpen(standing: ControlState): boolean {
  return standing === 'dead' || standing === 'failing'
}

function Stones({ wall, hatch }: { wall: WallLooks; hatch: string }) {
  const { standing, lost } = wall
  if (lost || isOpen(standing)) return <Outline look={lost ? 'stroke-accent' : 'stroke-now'} />
  if (standing === 'unknown')
    return (
      <>
        <pattern id={hatch} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" x2="0" y1="0" y2="7" className="stroke-muted" strokeWidth="1.5" />
        </pattern>
        <rect width={THICK} height={LENGTH} fill={`url(#${hatch})`} opacity="0.6" />
        <Outline look="stroke-muted" />
      </>
    )
  const fill = standing === 'weak' ? 'fill-soon' : 'fill-holding'
  const [hole, least] = [holeOf(wall), Math.max(LEAST_HOLE, wall.least * LENGTH)]
  return (
    <>
      <Halves hole={hole} look={fill} />
      {/* Where the interval reaches: the hole may be as small as this. */}
      {least < hole && <Halves hole={least} from={hole} look={`${fill} opacity-40`} />}
    </>
  )
}

/** The stone on both sides of a hole, as far as `from`. */
function Halves({ hole, from = LENGTH, look }: { hole: number; from?: number; look: string }) {
  const length = (from - hole) / 2
  return (
    <>
      <rect y={(LENGTH - from) / 2} width={THICK} height={length} className={look} />
      <rect y={(LENGTH + hole) / 2} width={THICK} height={length} className={look} />
    </>
  )
}

function Outline({ look }: { look: string }) {
  return (
    <rect
      x="1"
      y="1"
      width={THICK - 2}
      height={LENGTH - 2}
      className={`fill-none ${look}`}
      strokeWidth="2"
      strokeDasharray="6 5"
      vectorEffect="non-scaling-stroke"
    />
  )
}

/** What comes through one hole spreads until the next wall; the fewer, the fainter. */
export function Stream({ through, share, upright }: { through: number; share: number; upright: boolean }) {
  const [start, end] = [(LENGTH - through) / 2, (LENGTH + through) / 2]
  const points = [
    [0, start],
    [100, 0],
    [100, LENGTH],
    [0, end],
  ].map(([along, across]) => (upright ? `${along},${across}` : `${across},${along}`))
  return (
    <svg
      viewBox={upright ? `0 0 100 ${LENGTH}` : `0 0 ${LENGTH} 100`}
      preserveAspectRatio="none"
      className={upright ? 'h-52 w-full' : 'h-full w-full'}
      aria-hidden
    >
      <polygon points={points.join(' ')} className="fill-ink" opacity={shadeOf(share)} />
    </svg>
  )
}

const DARKEST = 0.26
const FAINTEST = 0.05
/** So many powers of ten are told apart. */
const DECADES = 4

/** How dark a share of the attempts is drawn, by its power of ten. */
function shadeOf(share: number): number {
  if (share <= 0) return 0
  return Math.max(FAINTEST, DARKEST * (1 + Math.log10(Math.min(1, share)) / DECADES))
}
