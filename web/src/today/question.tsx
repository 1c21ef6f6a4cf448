import { counted } from '@contract/fix-words.ts'
import type { Overview } from '@contract/overview.ts'
import { useToldHere } from '../api/connection.ts'
import { useStateFacts } from '../assets/use-state-facts.ts'

const answers = [
  ['internet', 'Yes, from the internet'],
  ['internal', 'No, only inside'],
  ['isolated', 'No, it is isolated'],
] as const

/** The one answer that would settle most decisions. */
export function Question({ question }: { question: NonNullable<Overview['question']> }) {
  const facts = useStateFacts(question.assetId)
  useToldHere(facts.error)
  return (
    <section aria-label="One question" className="border-b border-line bg-accent-tint px-4 py-3 wrap-anywhere">
      <p>
        <strong className="font-medium">Can {question.assetName} be reached from the internet?</strong>{' '}
        <span className="text-muted">
          Nobody has said; {counted(question.findings, 'decision')} {question.findings === 1 ? 'assumes' : 'assume'}{' '}
          that it can.
        </span>
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        {answers.map(([exposure, words]) => (
          <button
            key={exposure}
            type="button"
            className="button"
            disabled={facts.isPending}
            onClick={() => facts.mutate({ exposure })}
          >
            {words}
          </button>
        ))}
      </div>
      {facts.error && (
        <p role="alert" className="mt-2 text-now">
          {facts.error.message}
        </p>
      )}
    </section>
  )
}
