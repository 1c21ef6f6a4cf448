import type { CaseDescribed, CaseDetail } from '@contract/assurance-cases.ts'
import { counted } from '@contract/fix-words.ts'
import { filledIn } from '../parts/filled-in.ts'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { useCaseWork } from './use-cases.ts'

/** What opens a case again when it happens once more; one that is in no pattern is proposed one. */
export function CasePattern({ one }: { one: CaseDetail }) {
  const may = useMay('analyst')
  const { describe } = useCaseWork(one.id)
  if (one.pattern !== null)
    return (
      <p className="mb-3 text-muted">
        When it happens again (an incident or near miss of the pattern “{one.pattern}”), it is open again.
        {describe.data && <Again {...describe.data} />}
      </p>
    )
  return (
    <form
      className="mb-4 max-w-4xl rounded-md border border-line p-3 print:hidden"
      onSubmit={filledIn((form) => describe.mutate({ pattern: String(form.get('pattern')).trim() }))}
    >
      <p>
        <span className="font-semibold text-muted" aria-hidden>
          ·{' '}
        </span>
        It is in no pattern: nothing opens it again when it happens once more.
      </p>
      {may && (
        <div className="mt-2 flex flex-wrap items-end gap-2">
          <label className="grid min-w-0 grow basis-60 gap-1">
            <span className="font-medium">Pattern</span>
            <input
              className="field"
              name="pattern"
              required
              maxLength={100}
              defaultValue={one.proposedPattern?.pattern ?? ''}
            />
          </label>
          <button type="submit" className="button" disabled={describe.isPending}>
            Put it into this pattern
          </button>
        </div>
      )}
      {one.proposedPattern && (
        <p className="mt-1 text-sm text-muted wrap-anywhere">Proposed: {one.proposedPattern.why}.</p>
      )}
      <Refusal error={describe.error} />
    </form>
  )
}

/** That a word on one case opened others. */
export function Again({ reopened }: Pick<CaseDescribed, 'reopened'>) {
  if (reopened.length === 0) return null
  return ` It happened again: ${counted(reopened.length, 'closed case')} of the pattern ${reopened.length === 1 ? 'is' : 'are'} open again.`
}
