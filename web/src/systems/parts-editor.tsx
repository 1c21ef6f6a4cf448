import type { AiSystemRow } from '@contract/ai-system-rows.ts'
import { inPlaceOf } from '../assurance/reordered.ts'
import { LevelSelect } from './level-select.tsx'

export type Part = AiSystemRow['parts'][number]

const kinds = ['model', 'dataset', 'prompt', 'tool', 'guardrail', 'judge', 'gateway'] as const
const MOST_PARTS = 500
/** A part that nothing is known of yet. */
const blank: Part = {
  ...{ kind: 'model', name: '', version: null, vendor: null, purl: null, accessLevel: null },
  ...{ assets: [], endpoint: null, behind: null },
}

interface Props {
  parts: readonly Part[]
  change: (parts: Part[]) => void
}

/** What an AI system is made of: models, data, prompts, tools, guardrails, judges, gateways. */
export function PartsEditor({ parts, change }: Props) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-medium">What it is made of</legend>
      <ol className="grid gap-2">
        {parts.map((part, place) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place.
            key={place}
            part={part}
            set={(said) => change(inPlaceOf(parts, place, { ...part, ...said }))}
            remove={() => change(parts.filter((_, at) => at !== place))}
          />
        ))}
      </ol>
      {parts.length === 0 && (
        <p className="text-muted">No part of it is named: nothing that happens to one reaches it.</p>
      )}
      <p>
        <button
          type="button"
          className="button"
          disabled={parts.length >= MOST_PARTS}
          onClick={() => change([...parts, blank])}
        >
          Add a part
        </button>
      </p>
    </fieldset>
  )
}

interface RowProps {
  part: Part
  set: (said: Partial<Part>) => void
  remove: () => void
}

function Row({ part, set, remove }: RowProps) {
  return (
    <li className="grid gap-2 rounded-md border border-line p-2">
      <div className="flex flex-wrap items-end gap-2">
        <label className="grid gap-1">
          <span className="text-sm text-muted">Kind</span>
          <select
            className="field"
            value={part.kind}
            onChange={({ target: { value } }) => set({ kind: kinds.find((kind) => kind === value) ?? part.kind })}
          >
            {kinds.map((kind) => (
              <option key={kind}>{kind}</option>
            ))}
          </select>
        </label>
        <Words title="Name" value={part.name} most={200} required set={(name) => set({ name: name ?? '' })} />
        <Words title="Version" value={part.version} most={100} set={(version) => set({ version })} />
        <Words title="Made by" value={part.vendor} most={200} set={(vendor) => set({ vendor })} />
        <button type="button" className="button" onClick={remove}>
          Take out<span className="sr-only"> {part.name || `the ${part.kind}`}</span>
        </button>
      </div>
      <details>
        <summary className="text-sm text-accent">Where it runs, and how open it is</summary>
        <Where part={part} set={set} />
      </details>
    </li>
  )
}

function Where({ part, set }: Omit<RowProps, 'remove'>) {
  return (
    <div className="mt-2 flex flex-wrap items-end gap-2">
      <Words title="Answers at (http address)" value={part.endpoint} most={500} set={(endpoint) => set({ endpoint })} />
      <Words title="Behind the gateway" value={part.behind} most={200} set={(behind) => set({ behind })} />
      <Words
        title="Runs on (assets, apart by commas)"
        value={part.assets.join(', ') || null}
        most={2_000}
        set={(words) => set({ assets: words?.split(/,\s*/).slice(0, 20) ?? [] })}
      />
      <Words title="Package (purl)" value={part.purl} most={500} set={(purl) => set({ purl })} />
      {part.kind === 'model' && (
        <LevelSelect
          label="Access level"
          quiet
          level={part.accessLevel}
          change={(accessLevel) => set({ accessLevel })}
        />
      )}
    </div>
  )
}

interface WordsProps {
  title: string
  value: string | null
  most: number
  required?: boolean
  set: (value: string | null) => void
}

function Words({ title, value, most, required = false, set }: WordsProps) {
  return (
    <label className="grid min-w-0 grow basis-40 gap-1">
      <span className="text-sm text-muted">{title}</span>
      <input
        className="field"
        maxLength={most}
        required={required}
        placeholder={required ? undefined : 'unknown'}
        value={value ?? ''}
        onChange={(event) => set(event.target.value === '' ? null : event.target.value)}
      />
    </label>
  )
}
