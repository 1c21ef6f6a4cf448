const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const brief = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'narrow' })
/** As everywhere else, 2026-08-01 06:00:00 with its zone: the locale is one that writes days so. */
const exact = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'long' })

/** A time as people say it; the exact one with its zone on hover. */
export function When({ at, short = false }: { at: string; short?: boolean }) {
  return (
    <time dateTime={at} title={at.length === 10 ? at : exact.format(new Date(at))}>
      {relativeTo(at, Date.now(), short ? brief : relative)}
    </time>
  )
}

/** How long ago something was: "5d", or in full "5 days"; the exact time on hover. */
export function Ago({ at, full = false }: { at: string; full?: boolean }) {
  const passed = Date.now() - Date.parse(at)
  const [unit, ms] = steps.find(([, length]) => passed >= length) ?? ['minute', 60_000]
  const length = new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: full ? 'long' : 'narrow' })
  return (
    <time dateTime={at} title={exact.format(new Date(at))}>
      {length.format(Math.max(1, Math.round(passed / ms)))}
    </time>
  )
}

function relativeTo(at: string, now: number, words = relative): string {
  const difference = Date.parse(at) - now
  const step = steps.find(([, ms]) => Math.abs(difference) >= ms)
  return step ? words.format(Math.round(difference / step[1]), step[0]) : 'just now'
}
