import type { ControlRow } from '@contract/controls.ts'
import type { TakenEvaluation } from '@contract/evaluations.ts'
import { counted } from '@contract/fix-words.ts'
import { Link } from '@tanstack/react-router'
import { type FormEvent, Fragment, useState } from 'react'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { Dropped } from './dropped.tsx'
import { useTakeEvaluation } from './use-assurance.ts'

interface Props {
  controls: readonly ControlRow[]
  /** Where it is known already what is tested. */
  control?: ControlRow
  /** Where somebody asked for it just before. */
  isOpen?: boolean
}

/** Takes the report of an evaluation tool: what its cases show becomes evidence of the controls they test. */
export function ImportEvaluation({ controls, control, isOpen = false }: Props) {
  const may = useMay('analyst')
  if (!may) return <p className="text-muted">Importing an evaluation needs the role "analyst".</p>
  return (
    <details className="max-w-3xl rounded-md border border-line print:hidden" open={isOpen}>
      <summary className="px-3 py-2 font-medium">Import an evaluation</summary>
      <Form controls={controls} {...(control && { control })} />
    </details>
  )
}

function Form({ controls, control }: Omit<Props, 'isOpen'>) {
  const [file, setFile] = useState<File>()
  const [tested, setTested] = useState(control?.id ?? '')
  const [version, setVersion] = useState(control?.version ?? '')
  const take = useTakeEvaluation()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (file) take.mutate({ file, control: tested, version: version.trim() })
  }
  return (
    <form onSubmit={submit} className="border-t border-line p-3">
      <p className="text-sm text-muted">
        A report of promptfoo (JSON), Inspect (.eval or JSON), garak (JSONL), PyRIT (JSON), JUnit XML, or CSV and JSONL
        with a key and a result a line. The cases are kept; prompts and answers are not.
      </p>
      <div className="mt-2 grid gap-3 md:grid-cols-3">
        <label className="grid content-start gap-1">
          <span className="font-medium">Report</span>
          <input
            className="field"
            type="file"
            required
            onChange={(event) => {
              take.reset()
              setFile(event.target.files?.[0])
            }}
          />
        </label>
        <label className="grid content-start gap-1">
          <span className="font-medium">Control it tests</span>
          <select className="field" value={tested} onChange={(event) => setTested(event.target.value)}>
            <option value="">its cases say so</option>
            {controls.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label className="grid content-start gap-1">
          <span className="font-medium">Version that was tested</span>
          <input
            className="field"
            value={version}
            maxLength={100}
            placeholder="not known"
            onChange={(event) => setVersion(event.target.value)}
          />
          <span className="text-sm text-muted">
            Passes of another version than the present one, or of none, count a quarter.
          </span>
        </label>
      </div>
      <button type="submit" className="button-primary mt-3" disabled={!file || take.isPending}>
        {take.isPending ? 'Reading …' : 'Import'}
      </button>
      <div role="status">{take.data && <Told told={take.data} named={controls} />}</div>
      <Refusal error={take.error} />
    </form>
  )
}

function OpenAgain({ ids }: { ids: readonly string[] }) {
  return (
    <p>
      A regression case failed again, so {ids.length === 1 ? 'this case is' : 'these cases are'} open again:{' '}
      {ids.map((id, at) => (
        <Fragment key={id}>
          {at > 0 && ', '}
          <Link to="/assurance/cases/$id" params={{ id }} className="text-accent underline">
            {id.slice(0, 8)}
          </Link>
        </Fragment>
      ))}
      .
    </p>
  )
}

function Told({ told, named }: { told: TakenEvaluation; named: readonly ControlRow[] }) {
  const namesOf = (ids: readonly string[]) => ids.map((id) => named.find((one) => one.id === id)?.name ?? id).join(', ')
  const { run, name, cases, failed, undecided, controls, unversioned, reopened, dropped, unchanged, untimed } = told
  return (
    <div className="mt-3">
      <p className="font-medium">
        <Link to="/assurance/evaluations/$id" params={{ id: run }} className="text-accent underline wrap-anywhere">
          {name}
        </Link>
        : {counted(cases, 'case')}, {failed.toLocaleString()} failed
        {undecided > 0 && `, ${undecided.toLocaleString()} without a verdict`}.
      </p>
      <p className="text-muted">
        {unchanged
          ? 'The same report was recorded before, and is no newer run: nothing changes. A run of now is a file of its own; one of lines says in a column “at” when it was run.'
          : controls.length > 0
            ? `It is evidence of ${namesOf(controls)} now.`
            : 'It is evidence of no control: choose the control it tests, and import it again.'}
      </p>
      {untimed && !unchanged && (
        <p>
          <span aria-hidden className="font-semibold text-soon">
            ◆{' '}
          </span>
          The report does not say when it was run: it counts as run now. Lines say it in a column “at”.
        </p>
      )}
      {reopened.length > 0 && <OpenAgain ids={reopened} />}
      {unversioned.length > 0 && (
        <p>
          <span aria-hidden className="font-semibold text-soon">
            ◆{' '}
          </span>
          Nobody said which version was tested: passes count a quarter for {namesOf(unversioned)}.
        </p>
      )}
      <Dropped dropped={dropped} />
    </div>
  )
}
