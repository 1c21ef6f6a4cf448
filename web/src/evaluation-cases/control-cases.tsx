import type { ControlCases as Found } from '@contract/evaluation-history.ts'
import { counted } from '@contract/fix-words.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { CaseLink } from './case-link.tsx'
import { flakyWords, resultLooks } from './history-words.ts'
import { controlCasesQuery } from './use-evaluation-cases.ts'

const FEW = 8
const PAGE = 50
const parts = { all: 'All', failing: 'Failing now', flaky: 'Flaky' } as const
type Part = keyof typeof parts

/** The cases that test a control: what fails now, and what contradicts itself. */
export function ControlCases({ control }: { control: string }) {
  const [part, setPart] = useState<Part>('all')
  const [most, setMost] = useState(FEW)
  const { data } = useQuery({ ...controlCasesQuery(control, part), placeholderData: (before) => before })
  if (!data || data.counts.cases === 0) return null
  const { counts, cases } = data
  const numbers = { all: counts.cases, failing: counts.failing, flaky: counts.flaky }
  return (
    <div className="mt-4">
      <h3 className="font-medium">{casesWords(counts)}</h3>
      <div className="my-2 flex flex-wrap gap-2 print:hidden">
        {(Object.keys(parts) as Part[]).map((one) => (
          <button
            key={one}
            type="button"
            className="chip"
            aria-pressed={one === part}
            disabled={numbers[one] === 0}
            onClick={() => setPart(one)}
          >
            {parts[one]} {numbers[one].toLocaleString()}
          </button>
        ))}
      </div>
      <ul aria-label="Cases that test it" className="max-w-5xl">
        {cases.slice(0, most).map((one) => (
          <Row key={one.key} one={one} control={control} />
        ))}
      </ul>
      {most < cases.length && (
        <button type="button" className="button mt-2" onClick={() => setMost(most + PAGE)}>
          Show {Math.min(PAGE, cases.length - most)} more
        </button>
      )}
      {most >= cases.length && cases.length < numbers[part] && (
        <p className="mt-1 text-sm text-muted">The first {counted(cases.length, 'case')} are shown.</p>
      )}
    </div>
  )
}

function casesWords({ cases, failing, open, flaky }: Found['counts']): string {
  const said = [
    failing > 0 && `${failing.toLocaleString()} ${failing === 1 ? 'fails' : 'fail'} now`,
    open > 0 && `${open.toLocaleString()} without a verdict`,
    flaky > 0 && `${flaky.toLocaleString()} flaky`,
  ].filter((part) => part !== false)
  return `${counted(cases, 'case')} in its newest runs${said.length > 0 ? `: ${said.join(', ')}` : ', all pass'}`
}

function Row({ one, control }: { one: Found['cases'][number]; control: string }) {
  const [mark, word, look] = resultLooks[one.result]
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 border-t border-line py-1">
      <span className={`w-24 shrink-0 ${look}`}>
        {mark} {word}
      </span>
      <CaseLink of={one.key} control={control} />
      <span className="text-sm text-muted">
        failed in {one.failedIn.toLocaleString()} of {counted(one.runs, 'run')}
      </span>
      {one.flaky && <span className="w-full text-sm text-soon md:pl-28">◆ flaky: {flakyWords(one.flaky)}</span>}
    </li>
  )
}
