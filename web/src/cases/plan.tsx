import type { CaseDetail } from '@contract/assurance-cases.ts'
import type { CasePlaybooks } from '@contract/case-work.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { MarkdownLine, MarkdownText } from '../parts/markdown-text.tsx'
import { When } from '../parts/when.tsx'
import { casePlaybooksQuery, useCasePlan } from '../playbooks/use-playbooks.ts'
import { Refusal } from '../session/login.tsx'

/** The playbooks a case runs, and those that fit it. */
export function Plan({ one, works }: { one: CaseDetail; works: boolean }) {
  const { data } = useQuery(casePlaybooksQuery(one.id))
  const { run } = useCasePlan(one.id)
  if (!data) return null
  const fitting = data.proposed.filter(({ why }) => why.length > 0)
  return (
    <>
      {data.running.map((playbook) => (
        <Running key={playbook.playbookId} caseId={one.id} playbook={playbook} works={works} />
      ))}
      {data.running.length === 0 && (
        <p className="text-muted">
          {one.state === 'closed' ? 'It ran no playbook.' : `It runs no playbook${fitting.length > 0 ? ' yet' : ''}.`}
        </p>
      )}
      {works && (
        <ul className="max-w-4xl print:hidden">
          {fitting.map(({ id, title, why }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line py-1">
              <span className="min-w-0 grow basis-60">
                <Link to="/assurance/playbooks/$id" params={{ id }} className="text-accent underline">
                  {title}
                </Link>
                <span className="block text-sm text-muted">fits by {why.join('; ')}</span>
              </span>
              <button type="button" className="button" disabled={run.isPending} onClick={() => run.mutate(id)}>
                Run it<span className="sr-only"> {title}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {works && <Others caseId={one.id} proposed={data.proposed.filter(({ why }) => why.length === 0)} />}
      <Refusal error={run.error} />
    </>
  )
}

function Others({ caseId, proposed }: { caseId: string; proposed: CasePlaybooks['proposed'] }) {
  const { run } = useCasePlan(caseId)
  if (proposed.length === 0) return null
  return (
    <label className="mt-2 flex flex-wrap items-center gap-2 print:hidden">
      <span className="text-muted">Or run another:</span>
      <select
        className="field w-auto min-w-0 max-w-full"
        value=""
        disabled={run.isPending}
        onChange={(event) => run.mutate(event.target.value)}
      >
        <option value="">choose a playbook to run</option>
        {proposed.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  )
}

interface RunningProps {
  caseId: string
  playbook: CasePlaybooks['running'][number]
  works: boolean
}

function Running({ caseId, playbook, works }: RunningProps) {
  const { tick } = useCasePlan(caseId)
  const done = new Map(playbook.done.map((one) => [one.position, one]))
  const all = playbook.sections.reduce((sum, { steps }) => sum + steps.length, 0)
  return (
    <section aria-label={playbook.title} className="mb-4 max-w-4xl rounded-md border border-line p-3">
      <h3 className="font-medium">
        <Link to="/assurance/playbooks/$id" params={{ id: playbook.playbookId }} className="text-accent underline">
          {playbook.title}
        </Link>{' '}
        <span className="text-muted">
          version {playbook.version}: {done.size} of {all} steps
        </span>
      </h3>
      {playbook.intro !== '' && (
        <div className="prose-width text-muted">
          <MarkdownText body={playbook.intro} />
        </div>
      )}
      {playbook.sections.map(({ title, steps }) => (
        <fieldset key={`${title} ${steps[0]?.position}`} className="mt-2">
          <legend className="font-medium">{title}</legend>
          {steps.map((step) => (
            <Step
              key={step.position}
              step={step}
              ticked={done.get(step.position)}
              works={works}
              tick={(isDone) =>
                tick.mutateAsync({ playbook: playbook.playbookId, position: step.position, done: isDone })
              }
            />
          ))}
        </fieldset>
      ))}
      <Refusal error={tick.error} />
    </section>
  )
}

interface StepProps {
  step: CasePlaybooks['running'][number]['sections'][number]['steps'][number]
  ticked: CasePlaybooks['running'][number]['done'][number] | undefined
  works: boolean
  tick: (done: boolean) => Promise<unknown>
}

/** A step with its box: it shows what was said of it at once, and what is kept when that is known. */
function Step({ step, ticked, works, tick }: StepProps) {
  const [said, setSaid] = useState<boolean>()
  const say = (done: boolean) => {
    setSaid(done)
    tick(done)
      // The refusal stands below the playbook.
      .catch(() => {})
      .finally(() => setSaid(undefined))
  }
  return (
    <label className="flex items-baseline gap-2 py-1.5">
      <input
        type="checkbox"
        checked={said ?? ticked !== undefined}
        disabled={!works}
        onChange={(event) => say(event.target.checked)}
      />
      <span className="min-w-0 wrap-anywhere">
        <MarkdownLine text={step.text} />
        {ticked && ticked.by !== '' && (
          <span className="text-sm text-muted">
            {' '}
            {ticked.by}, <When at={ticked.at} />
          </span>
        )}
      </span>
    </label>
  )
}
