import type { ReadyScenarioRow } from '@contract/scenarios.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { Page } from './page.tsx'
import { TechniqueList } from './techniques.tsx'
import { Up } from './up.tsx'
import { controlsQuery } from './use-assurance.ts'
import { readyScenariosQuery, useStartScenario } from './use-scenarios.ts'

/** Scenarios to start from: copied into the register, and worked on there. */
export function ReadyScenarios() {
  const { data, error, refetch } = useQuery(readyScenariosQuery)
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={8} height={52} />
  return (
    <Page>
      <header className="px-4 pt-3 pb-3">
        <Up />
        <h1 className="mt-2 text-xl font-semibold">Which of these could happen here?</h1>
        <p className="prose-width text-muted">
          Each says how harm comes about and what would have to stand against it. None holds a number: how often it is
          tried and how well your controls work is yours to find out, and unknown until then.
        </p>
      </header>
      <ul className="px-4">
        {data.map((ready) => (
          <Item key={ready.id} ready={ready} />
        ))}
      </ul>
    </Page>
  )
}

function Item({ ready }: { ready: ReadyScenarioRow }) {
  const may = useMay('analyst')
  return (
    <li className="border-t border-line py-3">
      <h2 className="font-semibold">{ready.title}</h2>
      <p className="prose-width">{ready.about}</p>
      <p className="prose-width text-muted">Harm: {ready.harm}.</p>
      {ready.begun.length > 0 && (
        <p className="text-sm">
          In the register already:{' '}
          {ready.begun.map((id) => (
            <Link key={id} to="/assurance/scenarios/$id" params={{ id }} className="mr-2 text-accent underline">
              {id}
            </Link>
          ))}
        </p>
      )}
      <details className="mt-1">
        <summary className="w-fit py-1 text-accent">
          {ready.barriers.length} barriers<span className="sr-only"> of {ready.title}</span>, what sets it off, and what
          to find out
        </summary>
        <Details ready={ready} />
        {may ? <StartForm ready={ready} /> : <p className="text-muted">Starting from it needs the role "analyst".</p>}
      </details>
    </li>
  )
}

function Details({ ready: { initiators, enabling, techniques, toFindOut } }: { ready: ReadyScenarioRow }) {
  return (
    <dl className="prose-width mb-2 grid gap-1">
      <Named name="Set off by" words={initiators} />
      <Named name="Where" words={enabling} />
      <Named name="To find out" words={toFindOut} />
      <div>
        <dt className="text-sm text-muted">Techniques</dt>
        <dd>
          <TechniqueList ids={techniques} />
        </dd>
      </div>
    </dl>
  )
}

function Named({ name, words }: { name: string; words: readonly string[] }) {
  return (
    <div>
      <dt className="text-sm text-muted">{name}</dt>
      {words.map((one) => (
        <dd key={one}>{one}</dd>
      ))}
    </div>
  )
}

function hereWords(control: { name: string } | undefined): string {
  return control ? `${control.name}, which is here` : 'make it, unknown'
}

const MAKE = ''
const WITHOUT = '-'

/** Which control of ours does the work of each that is proposed. */
function StartForm({ ready }: { ready: ReadyScenarioRow }) {
  const { data: controls = [] } = useQuery(controlsQuery)
  const [chosen, setChosen] = useState<Record<string, string>>({})
  const start = useStartScenario()
  const navigate = useNavigate()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const words = (name: string) => String(form.get(name) ?? '').trim() || undefined
    const picked = Object.entries(chosen).filter(([, here]) => here !== MAKE)
    start.mutate(
      {
        ...{ ready: ready.id, id: words('id'), owner: words('owner') },
        controls: Object.fromEntries(picked.map(([proposed, here]) => [proposed, here === WITHOUT ? null : here])),
      },
      { onSuccess: ({ id }) => void navigate({ to: '/assurance/scenarios/$id', params: { id } }) },
    )
  }
  return (
    <form onSubmit={submit} className="grid max-w-4xl gap-3 rounded-md border border-line p-3">
      <ol className="grid gap-2">
        {ready.barriers.map(({ control, layer }) => (
          <li key={control.id} className="grid gap-x-3 gap-y-1 md:grid-cols-[1fr_18rem]">
            <span>
              <span className="text-muted">{layer}</span> <span className="font-medium">{control.name}</span>
              <span className="block text-sm text-muted">{control.claim}</span>
            </span>
            <label className="content-start">
              <span className="sr-only">What does the work of {control.name}</span>
              <select
                className="field w-full"
                value={chosen[control.id] ?? MAKE}
                onChange={(event) => setChosen({ ...chosen, [control.id]: event.target.value })}
              >
                <option value={MAKE}>{hereWords(controls.find(({ id }) => id === control.id))}</option>
                <option value={WITHOUT}>nothing here does that</option>
                {controls
                  .filter(({ id }) => id !== control.id)
                  .map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
              </select>
            </label>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap items-end gap-3">
        <label className="grid grow basis-48 gap-1">
          <span className="font-medium">Who answers for it</span>
          <input className="field" name="owner" maxLength={200} />
        </label>
        <label className="grid grow basis-48 gap-1">
          <span className="font-medium">Id</span>
          <input
            className="field font-mono"
            name="id"
            pattern="[a-z0-9][a-z0-9._\-]{0,79}"
            title="Lower-case letters, digits, dots and hyphens"
            defaultValue={ready.begun.includes(ready.id) ? `${ready.id}-${ready.begun.length + 1}` : ready.id}
          />
        </label>
        <button type="submit" className="button-primary" disabled={start.isPending}>
          Start from it<span className="sr-only">: {ready.title}</span>
        </button>
      </div>
      <Refusal error={start.error} />
    </form>
  )
}
