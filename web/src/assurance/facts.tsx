import { countedOn } from '@contract/assurance-words.ts'
import type { ControlRow } from '@contract/controls.ts'
import { counted } from '@contract/fix-words.ts'
import { inHundred, intervalWords } from '@contract/number-words.ts'
import type { ReactNode } from 'react'
import { Unknown } from '../parts/basis.tsx'
import { When } from '../parts/when.tsx'
import { IntervalMark } from './interval-mark.tsx'

type Control = Pick<ControlRow, 'coverage' | 'liveness' | 'efficacy'>

/** How many requests it sees, of all there are. */
export function Coverage({ control: { coverage } }: { control: Control }) {
  if (!coverage) return <Unknown hint="No traces show how many requests it sees: send coverage evidence" />
  return (
    <Fact main={<>sees {inHundred(coverage.share, 'down')}</>}>
      {coverage.demands === 0 ? (
        'whatever its traces will show'
      ) : (
        <>
          of {counted(coverage.demands, 'request')} <span className="whitespace-nowrap">since {coverage.since}</span>
        </>
      )}
    </Fact>
  )
}

/** Whether a probe came out on the other side. */
export function Liveness({ control: { liveness } }: { control: Control }) {
  const { state, seenAt } = liveness
  if (state === 'unknown')
    return (
      <span className="inline-flex flex-wrap items-center gap-x-2">
        <Unknown hint={seenAt ? 'The last probe is too old' : 'No probe was seen yet: send one'} />
        {seenAt && (
          <span className="text-sm text-muted">
            last seen alive <When at={seenAt} />
          </span>
        )}
      </span>
    )
  const seen = seenAt && (
    <>
      probe of <When at={seenAt} />
    </>
  )
  return state === 'dead' ? (
    <Fact main={<span className="text-now">✕ dead</span>}>{seen}</Fact>
  ) : (
    <Fact main="live">{seen}</Fact>
  )
}

/** How often it holds where it is asked to. */
export function Efficacy({ control: { efficacy } }: { control: Control }) {
  if (!efficacy) return <Unknown hint="No evidence shows how well it works: import an evaluation" />
  return (
    <Fact
      main={
        <span className="inline-flex flex-wrap items-center gap-x-2">
          <IntervalMark value={efficacy.mean} interval={efficacy.interval} />
          <span className="whitespace-nowrap">holds {intervalWords(efficacy.interval)}</span>
          <span className="text-sm whitespace-nowrap text-muted">(95 %)</span>
        </span>
      }
    >
      risk counts on {countedOn(efficacy)} (one-sided 95 %): {efficacy.held}; newest {efficacy.newest}
    </Fact>
  )
}

function Fact({ main, children }: { main: ReactNode; children: ReactNode }) {
  return (
    <span className="block">
      <span className="block">{main}</span>
      <span className="block text-sm text-muted">{children}</span>
    </span>
  )
}
