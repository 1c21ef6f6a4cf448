import type { AssetChange, AssetDetail } from '@contract/assets.ts'
import { type ReactNode, useState } from 'react'
import { Basis } from '../parts/basis.tsx'
import { When } from '../parts/when.tsx'
import { useStateFacts } from './use-state-facts.ts'

const choices = {
  exposure: ['internet', 'internal', 'isolated', 'unknown'],
  criticality: ['critical', 'high', 'medium', 'low', 'unknown'],
  environment: ['production', 'staging', 'development', 'unknown'],
} as const

/** Exposure, criticality, environment and owner, each changed where it stands; decisions follow. */
export function AssetFacts({ asset }: { asset: AssetDetail }) {
  const facts = useStateFacts(asset.id)
  const state = (change: AssetChange) => facts.mutate(change)
  return (
    <div className="max-w-4xl" aria-busy={facts.isPending}>
      <dl className="grid grid-cols-[7rem_1fr] items-center gap-x-4 gap-y-2">
        <Fact term="Exposure">
          <Choice name="exposure" value={asset.exposure} state={(exposure) => state({ exposure })} />
          <Basis basis={asset.exposureBasis} />
          <span className="text-sm text-muted">
            {asset.exposureBy ? `said by ${asset.exposureBy}` : 'nobody has said'}
            {asset.exposureAt && (
              <>
                {' '}
                <When at={asset.exposureAt} />
              </>
            )}
          </span>
        </Fact>
        <Fact term="Criticality">
          <Choice name="criticality" value={asset.criticality} state={(criticality) => state({ criticality })} />
        </Fact>
        <Fact term="Environment">
          <Choice name="environment" value={asset.environment} state={(environment) => state({ environment })} />
        </Fact>
        <Fact term="Owner">
          <Owner owner={asset.owner ?? ''} state={(owner) => state({ owner: owner === '' ? null : owner })} />
        </Fact>
      </dl>
      <p role="alert" className={facts.error ? 'mt-2 text-now' : 'sr-only'}>
        {facts.error?.message}
      </p>
    </div>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{term}</dt>
      <dd className="flex flex-wrap items-center gap-2">{children}</dd>
    </>
  )
}

function Choice<Name extends keyof typeof choices>(props: {
  name: Name
  value: string
  state: (value: (typeof choices)[Name][number]) => void
}) {
  const values: readonly (typeof choices)[Name][number][] = choices[props.name]
  return (
    <select
      aria-label={props.name}
      className="field w-40"
      value={props.value}
      onChange={(event) => {
        const chosen = values.find((value) => value === event.target.value)
        if (chosen) props.state(chosen)
      }}
    >
      {values.map((value) => (
        <option key={value} value={value}>
          {value}
        </option>
      ))}
    </select>
  )
}

function Owner({ owner, state }: { owner: string; state: (owner: string) => void }) {
  const [draft, setDraft] = useState(owner)
  return (
    <form
      className="flex gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        state(draft.trim())
      }}
    >
      <input
        className="field w-56"
        aria-label="Owner"
        // biome-ignore lint/a11y/noAutofocus: whoever comes by the key for it came to name the owner.
        autoFocus={location.hash === '#owner'}
        value={draft}
        maxLength={200}
        placeholder="nobody"
        onChange={(event) => setDraft(event.target.value)}
      />
      {draft.trim() !== owner && (
        <button type="submit" className="button">
          Save
        </button>
      )}
    </form>
  )
}
