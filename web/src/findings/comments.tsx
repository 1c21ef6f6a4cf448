import type { Comment } from '@contract/comments.ts'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { sessionQuery } from '../api/queries.ts'
import { Confirm } from '../parts/confirm.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { membersQuery } from './use-changes.ts'
import { commentsQuery, useComment, useDeleteComment, useEditComment, useSeen } from './use-comments.ts'

const MarkdownText = lazy(async () => ({ default: (await import('../parts/markdown-text.tsx')).MarkdownText }))

/** What people say about a finding, oldest first. */
export function Comments({ findingId }: { findingId: string }) {
  const { data, error, refetch } = useQuery(commentsQuery(findingId))
  const may = useMay('analyst')
  const { mutate: see } = useSeen(findingId)
  const count = data?.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new comment is seen where it is shown.
  useEffect(() => {
    if (count) see()
  }, [count, see, findingId])
  if (!may && !error && data?.length === 0) return null
  return (
    <Section title="Comments" aside={data && data.length > 0 ? data.length.toLocaleString() : undefined}>
      {error && <ProblemBox error={error} retry={() => refetch()} />}
      <ol className="grid max-w-2xl gap-3" aria-label="Comments">
        {data?.map((comment) => (
          <li key={comment.id}>
            <Said comment={comment} />
          </li>
        ))}
      </ol>
      {may && data && <Say findingId={findingId} />}
    </Section>
  )
}

function Said({ comment }: { comment: Comment }) {
  const { data: session } = useQuery(sessionQuery)
  const governs = useMay('owner')
  const [editing, setEditing] = useState(false)
  const edit = useEditComment()
  const gone = useDeleteComment()
  const { id, author, body, madeAt, editedAt } = comment
  const own = session?.account?.name === author
  if (body === null)
    return (
      <p className="text-sm text-muted">
        A comment of {author} was deleted, <When at={comment.deletedAt ?? madeAt} />.
      </p>
    )
  return (
    <article aria-label={`Comment of ${author}`}>
      <header className="flex flex-wrap items-baseline gap-x-2 text-sm text-muted">
        <strong className="font-semibold text-ink">{author}</strong>
        <When at={madeAt} />
        {editedAt && (
          <span>
            · edited <When at={editedAt} />
          </span>
        )}
        {(own || governs) && !editing && (
          <span className="ml-auto flex gap-1.5 print:hidden">
            {own && (
              <button type="button" className="chip" onClick={() => setEditing(true)}>
                Edit
              </button>
            )}
            <Confirm
              label="Delete"
              question="Its words are gone then."
              disabled={gone.isPending}
              confirm={() => gone.mutate(id)}
            />
          </span>
        )}
      </header>
      {editing ? (
        <Words
          label="Your comment"
          start={body}
          done="Keep"
          busy={edit.isPending}
          keep={(next) => edit.mutate({ id, body: next }, { onSuccess: () => setEditing(false) })}
          cancel={() => setEditing(false)}
        />
      ) : (
        <Suspense fallback={<p className="whitespace-pre-wrap wrap-anywhere">{body}</p>}>
          <MarkdownText body={body} />
        </Suspense>
      )}
      <Refusal error={edit.error ?? gone.error} />
    </article>
  )
}

function Say({ findingId }: { findingId: string }) {
  const say = useComment(findingId)
  const [times, setTimes] = useState(0)
  return (
    <div className="mt-3 max-w-2xl print:hidden">
      <Words
        key={times}
        label="Say something: Markdown, @name tells a colleague"
        start=""
        done="Comment"
        busy={say.isPending}
        keep={(body) => say.mutate(body, { onSuccess: () => setTimes(times + 1) })}
      />
      <Refusal error={say.error} />
    </div>
  )
}

/** A name that is being written after an `@` at the end of what stands before the cursor. */
const begun = /(?:^|\s)@([\p{L}\p{N}._-]*)$/u
const MOST_OFFERED = 6

function Words(props: {
  label: string
  start: string
  done: string
  busy: boolean
  keep: (body: string) => void
  cancel?: () => void
}) {
  const { label, start, done, busy, keep, cancel } = props
  const [body, setBody] = useState(start)
  const [before, setBefore] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const { data: members = [] } = useQuery(membersQuery)
  const part = begun.exec(before)?.[1]?.toLowerCase()
  const offered =
    part === undefined ? [] : members.filter((name) => name.toLowerCase().startsWith(part)).slice(0, MOST_OFFERED)
  const name = (whole: string) => {
    const head = `${before.slice(0, before.length - (part?.length ?? 0))}${whole} `
    setBody(head + body.slice(before.length))
    setBefore('')
    field.current?.focus()
  }
  const submit = () => body.trim() !== '' && keep(body)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <textarea
        ref={field}
        aria-label={label}
        placeholder={label}
        className="field min-h-16 py-1.5"
        maxLength={10_000}
        value={body}
        onChange={({ target }) => {
          setBody(target.value)
          setBefore(target.value.slice(0, target.selectionEnd))
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
          if (event.key === 'Escape') cancel?.()
        }}
      />
      {offered.length > 0 && (
        <ul aria-label="Colleagues" className="mb-1.5 flex flex-wrap gap-1.5">
          {offered.map((one) => (
            <li key={one}>
              <button type="button" className="chip" onClick={() => name(one)}>
                @{one}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex gap-2">
        <button type="submit" className="button" disabled={busy || body.trim() === ''}>
          {done}
        </button>
        {cancel && (
          <button type="button" className="button" onClick={cancel}>
            Cancel
          </button>
        )}
      </div>
    </form>
  )
}
