import { byStanding } from '@contract/assurance-words.ts'
import type { ControlRow } from '@contract/controls.ts'
import { inHundred } from '@contract/number-words.ts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Unknown } from '../parts/basis.tsx'
import { Coverage, Efficacy, Liveness } from './facts.tsx'
import { ControlStanding } from './standing.tsx'

/** Controls with the three facts side by side: what is not known is shown as that. */
export function ControlList({ controls }: { controls: readonly ControlRow[] }) {
  if (controls.length === 0) return <p className="text-muted">No control yet: a register names them.</p>
  return (
    <table className="w-full text-left max-lg:block">
      <thead className="text-sm text-muted max-lg:sr-only">
        <tr>
          <th className="py-1 pr-4 font-normal">Control</th>
          <th className="min-w-32 py-1 pr-4 font-normal">Coverage</th>
          <th className="py-1 pr-4 font-normal">Liveness</th>
          <th className="py-1 pr-4 font-normal">Efficacy</th>
          <th className="py-1 pr-4 font-normal">Risk credits it with</th>
        </tr>
      </thead>
      <tbody className="max-lg:block">
        {byStanding(controls).map((control) => (
          <tr
            key={control.id}
            className="border-t border-line align-top max-lg:grid max-lg:grid-cols-[6.5rem_1fr] max-lg:gap-y-1 max-lg:py-2"
          >
            <td className="min-w-40 py-2 pr-4 max-lg:col-span-2 max-lg:py-0">
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <Link
                  to="/assurance/controls/$id"
                  params={{ id: control.id }}
                  className="text-accent underline wrap-anywhere"
                >
                  {control.name}
                </Link>
                <ControlStanding control={control} />
              </span>
              <span className="block text-sm text-muted">{control.owner ?? <Unknown what="owner" />}</span>
            </td>
            <Cell name="Coverage">
              <Coverage control={control} />
            </Cell>
            <Cell name="Liveness">
              <Liveness control={control} />
            </Cell>
            <Cell name="Efficacy">
              <Efficacy control={control} />
            </Cell>
            <Cell name="Credited">
              <Credit control={control} />
            </Cell>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell({ name, children }: { name: string; children: ReactNode }) {
  return (
    <td className="py-2 pr-4 max-lg:contents">
      <span aria-hidden className="text-sm text-muted lg:hidden">
        {name}
      </span>
      <span className="min-w-0">{children}</span>
    </td>
  )
}

/** What of a hundred attempts it is reckoned to stop. */
export function Credit({ control: { failure, state } }: { control: Pick<ControlRow, 'failure' | 'state'> }) {
  if (failure < 1) return <>at least {inHundred(1 - failure, 'down')} stopped</>
  return <>nothing{state === 'unknown' && <span className="text-sm text-muted">, until it is measured</span>}</>
}
