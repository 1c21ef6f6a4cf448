import type { FindingChangeRequest } from '@contract/finding-changes.ts'
import { useEffect, useState } from 'react'
import { Field } from './change-field.tsx'
import { justificationWords, statusWords } from './ruling-words.ts'

type Doing = Pick<FindingChangeRequest, 'set' | 'rule'>

const DAY_MS = 86_400_000
const DEFAULT_DAYS = 90
const dayIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
type Rule = NonNullable<Doing['rule']>

/** One ruling, which each of the findings gets for itself. */
export function RuleFields({ change }: { change: (doing: Doing | undefined) => void }) {
  const [rule, setRule] = useState<Rule>({
    status: 'accepted',
    reason: '',
    endsAt: `${dayIn(DEFAULT_DAYS)}T00:00:00.000Z`,
  })
  const set = (next: Partial<Rule>) => setRule({ ...rule, ...next })
  // biome-ignore lint/correctness/useExhaustiveDependencies: told of each ruling once.
  useEffect(() => {
    const { justification = 'vulnerable_code_not_in_execute_path', ...rest } = rule
    change({ rule: rule.status === 'not-affected' ? { ...rest, justification } : rest })
  }, [rule])
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="What are they?">
          <select
            className="field"
            value={rule.status}
            onChange={({ target }) => set({ status: target.value as Rule['status'] })}
          >
            {Object.entries(statusWords).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </Field>
        <Field label="Until">
          <input
            type="date"
            className="field"
            required
            min={dayIn(1)}
            max={dayIn(729)}
            value={rule.endsAt.slice(0, 10)}
            onChange={({ target }) => target.value && set({ endsAt: `${target.value}T00:00:00.000Z` })}
          />
        </Field>
      </div>
      {rule.status === 'not-affected' && (
        <Field label="Because">
          <select
            className="field"
            value={rule.justification ?? 'vulnerable_code_not_in_execute_path'}
            onChange={({ target }) => set({ justification: target.value })}
          >
            {Object.entries(justificationWords).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </Field>
      )}
      <Field label="Why">
        <textarea
          className="field min-h-16"
          required
          maxLength={4_000}
          value={rule.reason}
          onChange={({ target }) => set({ reason: target.value })}
        />
      </Field>
      <p className="text-sm text-muted">
        Each finding gets a ruling of its own, which holds until its own facts change or its end comes.
      </p>
    </>
  )
}
