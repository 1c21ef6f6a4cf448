import type { CaseDetail } from '@contract/assurance-cases.ts'
import { useState } from 'react'
import { TechniqueList, TechniquesField } from '../assurance/techniques.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { useCaseWork } from './use-cases.ts'

/** How it was done, as catalogues name it. */
export function CaseTechniques({ one }: { one: CaseDetail }) {
  const [draft, setDraft] = useState<string[] | undefined>()
  const { describe } = useCaseWork(one.id)
  const may = useMay('analyst') && one.state === 'open'
  if (draft === undefined)
    return (
      <div className="flex flex-wrap items-center gap-2">
        <TechniqueList ids={one.techniques} />
        {may && (
          <button type="button" className="button print:hidden" onClick={() => setDraft(one.techniques)}>
            Name techniques
          </button>
        )}
      </div>
    )
  return (
    <div className="grid gap-2">
      <TechniquesField ids={draft} change={setDraft} />
      <div className="flex gap-2">
        <button
          type="button"
          className="button-primary"
          disabled={describe.isPending}
          onClick={() => describe.mutate({ techniques: draft }, { onSuccess: () => setDraft(undefined) })}
        >
          Save techniques
        </button>
        <button type="button" className="button" onClick={() => setDraft(undefined)}>
          Cancel
        </button>
      </div>
      <Refusal error={describe.error} />
    </div>
  )
}
