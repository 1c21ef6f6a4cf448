import type { TraceOverview } from '@contract/monitoring.ts'
import { Term } from '../assurance/scenario-terms.tsx'
import { filledIn } from '../parts/filled-in.ts'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { useTraceSettings } from './use-traces.ts'

const MOST_SPANS = 1_000_000

/** What is looked at, what is kept, and what never is. */
export function TakingTraces({ settings }: { settings: TraceOverview['settings'] }) {
  const may = useMay('owner')
  const { sample, spansPerSecond, keepDigests } = settings
  return (
    <>
      <dl className="max-w-4xl">
        <Term name="Content">
          never kept: of prompts, answers, arguments and results of tools the length stays, and a keyed digest
        </Term>
        <Term name="Redaction">
          names that are kept lose what looks like a key, a token, a mail address, an IBAN or a long number; people and
          conversations are keyed digests
        </Term>
        <Term name="Looked at">{sample === 1 ? 'every trace' : `${percent(sample)} in 100 traces, by their id`}</Term>
        <Term name="At most">{spansPerSecond.toLocaleString()} spans a second; who sends more is told to wait</Term>
        <Term name="Digests of requests">{keepDigests ? 'kept for 30 days, without their bytes' : 'not kept'}</Term>
      </dl>
      {may ? <Form settings={settings} /> : <p className="mt-2 text-muted">Changing it needs the role "owner".</p>}
    </>
  )
}

function percent(share: number): number {
  return Number((share * 100).toPrecision(4))
}

function Form({ settings }: { settings: TraceOverview['settings'] }) {
  const change = useTraceSettings()
  const submit = filledIn((form) =>
    change.mutate({
      sample: Number(form.get('sample')) / 100,
      spansPerSecond: Number(form.get('spansPerSecond')),
      keepDigests: form.get('keepDigests') === 'on',
    }),
  )
  return (
    <details className="mt-3 max-w-4xl rounded-md border border-line print:hidden">
      <summary className="px-3 py-2 font-medium">Change it</summary>
      <form onSubmit={submit} className="grid gap-3 border-t border-line p-3 md:grid-cols-2">
        <label className="grid content-start gap-1">
          <span className="font-medium">Of a hundred traces look at</span>
          <input
            className="field"
            type="number"
            name="sample"
            required
            min={0.01}
            max={100}
            step="any"
            defaultValue={percent(settings.sample)}
          />
          <span className="text-sm text-muted">Coverage stays what it was; budgets are scaled up.</span>
        </label>
        <label className="grid content-start gap-1">
          <span className="font-medium">Spans a second at most</span>
          <input
            className="field"
            type="number"
            name="spansPerSecond"
            required
            min={1}
            max={MOST_SPANS}
            defaultValue={settings.spansPerSecond}
          />
        </label>
        <label className="flex min-h-7 items-center gap-2 md:col-span-2">
          <input type="checkbox" name="keepDigests" defaultChecked={settings.keepDigests} /> Keep the digest of every
          request, to show later what came
        </label>
        <div className="md:col-span-2">
          <button type="submit" className="button-primary" disabled={change.isPending}>
            Save
          </button>
          <span role="status" className="ml-3 text-muted">
            {change.isSuccess && 'Saved.'}
          </span>
          <Refusal error={change.error} />
        </div>
      </form>
    </details>
  )
}
