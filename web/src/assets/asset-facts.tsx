import type { AssetChange, AssetDetail } from '@contract/assets.ts'
import { type ReactNode, useState } from 'react'
import { ApiProblem } from '../api/client.ts'
import { useToldHere } from '../api/connection.ts'
import { assetQuery, queryClient } from '../api/queries.ts'
import { Basis } from '../parts/basis.tsx'
import { When } from '../parts/when.tsx'
import { useMay } from '../session/use-may.ts'
import { useStateFacts } from './use-state-facts.ts'

const choices = {
  exposure: ['internet', 'internal', 'isolated', 'unknown'],
  criticality: ['critical', 'high', 'medium', 'low', 'unknown'],
  environment: ['production', 'staging', 'development', 'unknown'],
} as const

/** Exposure, criticality, environment, owner and tags, each changed where it stands; decisions follow. */
export function AssetFacts({ asset }: { asset: AssetDetail }) {
  const facts = useStateFacts(asset.id, asset.version)
  useToldHere(facts.error)
  const may = useMay('analyst')
  const state = (change: AssetChange) => facts.mutate(change)
  return (
    <fieldset className="max-w-4xl" aria-busy={facts.isPending} disabled={!may}>
      <legend className="sr-only">Facts</legend>
      {!may && <p className="mb-2 text-sm text-muted">Stating facts needs the role "analyst".</p>}
      <dl className="grid grid-cols-[7rem_1fr] items-center gap-x-4 gap-y-2">
        <Fact term="Name">
          <Words key={asset.name} label="Name" value={asset.name} required state={(name) => state({ name })} />
          {asset.renamedFrom !== null && (
            <span className="text-sm text-muted">
              imports call it {asset.renamedFrom}{' '}
              <button type="button" className="text-accent underline" onClick={() => state({ name: null })}>
                use that again
              </button>
            </span>
          )}
        </Fact>
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
          <Words
            key={asset.owner}
            label="Owner"
            value={asset.owner ?? ''}
            placeholder="nobody"
            chosen={location.hash === '#owner'}
            state={(owner) => state({ owner: owner === '' ? null : owner })}
          />
        </Fact>
        <Fact term="Tags">
          <Words
            key={asset.tags.join()}
            label="Tags"
            value={asset.tags.join(', ')}
            placeholder="none; apart by commas"
            most={2_000}
            state={(tags) => state({ tags: tagsIn(tags) })}
          />
        </Fact>
      </dl>
      <p role="alert" className={facts.error ? 'mt-2 text-now' : 'sr-only'}>
        {facts.error?.message}
        {isOutrun(facts.error) && (
          <>
            {' '}
            <button type="button" className="text-accent underline" onClick={() => reload(asset.id, facts.reset)}>
              Show what it is now
            </button>
          </>
        )}
      </p>
    </fieldset>
  )
}

/** Somebody else was faster. */
function isOutrun(error: Error | null): boolean {
  return error instanceof ApiProblem && error.code === 'changed-since-read'
}

async function reload(assetId: string, settled: () => void): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: assetQuery(assetId).queryKey })
  settled()
}

function tagsIn(text: string): string[] {
  return text
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean)
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

interface WordsProps {
  label: string
  value: string
  placeholder?: string
  required?: boolean
  /** Whoever comes by the key for it came to write here. */
  chosen?: boolean
  /** Characters at most. */
  most?: number
  state: (value: string) => void
}

/** A few words, saved once they differ. */
function Words({ label, value, placeholder, required = false, chosen = false, most = 200, state }: WordsProps) {
  const [draft, setDraft] = useState(value)
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
        aria-label={label}
        // biome-ignore lint/a11y/noAutofocus: see `chosen`.
        autoFocus={chosen}
        value={draft}
        maxLength={most}
        required={required}
        placeholder={placeholder}
        onChange={(event) => setDraft(event.target.value)}
      />
      {draft.trim() !== value && (
        <button type="submit" className="button">
          Save
        </button>
      )}
    </form>
  )
}
