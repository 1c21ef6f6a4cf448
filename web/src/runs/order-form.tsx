import { commandLine } from '@contract/command-line.ts'
import type { ControlRow } from '@contract/controls.ts'
import type { GatewayRow } from '@contract/monitoring.ts'
import { type FormEvent, useState } from 'react'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { exampleDataset } from './run-words.ts'
import { useOrder } from './use-runs.ts'

interface Props {
  gateways: readonly GatewayRow[]
  controls: readonly ControlRow[]
}

/** Begins a run, where there is a target that may be asked. */
export function OrderForm({ gateways, controls }: Props) {
  const may = useMay('analyst')
  const open = gateways.filter(({ isApproved, evaluations }) => isApproved && evaluations !== null)
  if (!may) return <p className="text-muted">Running an evaluation needs the role "analyst".</p>
  if (open.length === 0) return <NoGateway gateways={gateways} />
  return <Form gateways={open} controls={controls} />
}

/** Says what is missing, and who can mend it. */
function NoGateway({ gateways }: { gateways: readonly GatewayRow[] }) {
  const limited = gateways.filter(({ evaluations }) => evaluations !== null)
  return (
    <p className="prose-width text-muted">
      {limited.length > 0
        ? `${limited.map(({ id }) => id).join(', ')} could be asked, but no owner approved the address yet (${commandLine('target approve')}).`
        : 'No target may be asked: name one in the register under "gateways", with "evaluations" for what a run may ask of it, and let an owner approve its address.'}
    </p>
  )
}

function Form({ gateways, controls }: Props) {
  const [dataset, setDataset] = useState(exampleDataset)
  const [gateway, setGateway] = useState(gateways[0]?.id ?? '')
  const [judge, setJudge] = useState('')
  const [control, setControl] = useState('')
  const [repeats, setRepeats] = useState(1)
  const [variation, setVariation] = useState(true)
  const order = useOrder()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    order.mutate({ dataset, gateway, repeats, variation, ...(judge && { judge }), ...(control && { control }) })
  }
  return (
    <form onSubmit={submit} className="max-w-3xl">
      <label className="grid gap-1">
        <span className="font-medium">Dataset, as YAML or JSON lines</span>
        <textarea
          className="field h-48 font-mono text-sm"
          value={dataset}
          required
          spellCheck={false}
          onChange={(event) => setDataset(event.target.value)}
        />
      </label>
      <label className="mt-2 grid gap-1">
        <span className="font-medium">or from a file</span>
        <input
          className="field"
          type="file"
          accept=".yaml,.yml,.jsonl,.json"
          onChange={async (event) => setDataset((await event.target.files?.[0]?.text()) ?? dataset)}
        />
      </label>
      <div className="mt-3 grid gap-3 md:grid-cols-4">
        <Choice label="Target" value={gateway} onChange={setGateway} options={gateways.map(({ id }) => [id, id])} />
        <Choice
          label="Judges are asked at"
          value={judge}
          onChange={setJudge}
          options={[['', 'no judge'], ...gateways.map(({ id }): [string, string] => [id, id])]}
        />
        <Choice
          label="Control it tests"
          value={control}
          onChange={setControl}
          options={[['', 'its cases say so'], ...controls.map(({ id, name }): [string, string] => [id, name])]}
        />
        <label className="grid content-start gap-1">
          <span className="font-medium">Attempts at each</span>
          <input
            className="field"
            type="number"
            min={1}
            max={100}
            value={repeats}
            onChange={(event) => setRepeats(event.target.valueAsNumber || 1)}
          />
        </label>
      </div>
      <label className="mt-3 flex items-baseline gap-2">
        <input type="checkbox" checked={variation} onChange={(event) => setVariation(event.target.checked)} />
        <span>Ask each case rephrased and in steps, too</span>
      </label>
      <button type="submit" className="button-primary mt-3" disabled={order.isPending}>
        {order.isPending ? 'Beginning …' : 'Begin'}
      </button>
      <div role="status">{order.data && <p className="mt-2">It is under way: see below.</p>}</div>
      <Refusal error={order.error} />
    </form>
  )
}

interface ChoiceProps {
  label: string
  value: string
  options: readonly (readonly [value: string, label: string])[]
  onChange(value: string): void
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <label className="grid content-start gap-1">
      <span className="font-medium">{label}</span>
      <select className="field" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([id, words]) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}
