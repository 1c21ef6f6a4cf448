import type { ScopeDocument } from '@contract/scope.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { agentsQuery, useScopeChange } from './queries.ts'
import { Saved } from './saved.tsx'

type Look = ScopeDocument['watch'][number]['look']

const looks: readonly { look: Look; what: string; proposed: number }[] = [
  { look: 'names', what: 'names and their records', proposed: 360 },
  { look: 'certificates', what: 'certificates that are presented', proposed: 720 },
  { look: 'ports', what: 'ports that were opened', proposed: 1_440 },
  { look: 'services', what: 'what known services are', proposed: 2_880 },
  { look: 'deep', what: 'everything, from the seeds on', proposed: 10_080 },
]
const times: readonly [minutes: number, words: string][] = [
  [60, 'every hour'],
  [360, 'every 6 hours'],
  [720, 'every 12 hours'],
  [1_440, 'every day'],
  [2_880, 'every 2 days'],
  [10_080, 'every week'],
  [43_200, 'every 30 days'],
]

/** The schedule that is proposed. */
export const proposedWatch = Object.fromEntries(looks.map(({ look, proposed }) => [look, proposed]))

/** How often what is looked at by itself: cheap looks often, whole ones seldom. */
export function Watching({ watch, may }: { watch: ScopeDocument['watch']; may: boolean }) {
  const change = useScopeChange()
  const { data: agents = [] } = useQuery(agentsQuery)
  const [agent, setAgent] = useState('')
  const own = watch.filter((one) => (one.agent ?? '') === agent)
  const put = (body: Partial<Record<Look, number | null>>) =>
    change.mutate({ method: 'PUT', path: '/watch', body: { ...body, ...(agent !== '' && { agent }) } })
  const propose = () => put(proposedWatch)
  return (
    <div className="max-w-2xl">
      {agents.length > 0 && (
        <label className="flex items-center gap-2 pb-2">
          <span className="shrink-0">Who looks</span>
          <select className="field" value={agent} onChange={({ target }) => setAgent(target.value)}>
            <option value="">this host</option>
            {agents.map(({ name, vantage }) => (
              <option key={name} value={name}>
                {vantage}
              </option>
            ))}
          </select>
        </label>
      )}
      <table className="w-full text-left">
        <thead className="text-muted">
          <tr>
            <th className="py-1 font-normal">Look at</th>
            <th className="font-normal">How often</th>
            <th className="pl-3 font-normal">Next</th>
          </tr>
        </thead>
        <tbody>
          {looks.map(({ look, what }) => {
            const known = own.find((one) => one.look === look)
            return (
              <tr key={look}>
                <td className="py-1">{what}</td>
                <td>
                  <select
                    className="field"
                    aria-label={`How often: ${what}`}
                    disabled={!may || change.isPending}
                    value={known?.everyMinutes ?? ''}
                    onChange={({ target }) => put({ [look]: target.value === '' ? null : Number(target.value) })}
                  >
                    <option value="">when asked</option>
                    {timesWith(known?.everyMinutes).map(([minutes, words]) => (
                      <option key={minutes} value={minutes}>
                        {words}
                      </option>
                    ))}
                  </select>
                </td>
                <td className="pl-3 text-muted">{known ? <When at={known.nextAt} /> : '–'}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {own.length > 0 && (
        <p className="mt-1 text-sm text-muted">
          Each time moves by up to a tenth, so that not everybody asks at the same hour: a week may be six or eight
          days.
        </p>
      )}
      {may && own.length === 0 && (
        <button type="button" className="button mt-2" disabled={change.isPending} onClick={propose}>
          Watch as proposed
        </button>
      )}
      <Saved when={change.isSuccess} />
      <Refusal error={change.error} />
    </div>
  )
}

/** Another time, set on the command line, is shown as it is. */
function timesWith(minutes: number | undefined): readonly [number, string][] {
  if (minutes === undefined || times.some(([known]) => known === minutes)) return times
  return [...times, [minutes, `every ${minutes.toLocaleString()} minutes`]]
}
