import type { Comment } from '@contract/comments.ts'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { sessionQuery } from '../api/queries.ts'
import { Confirm } from '../parts/confirm.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { CommentField } from './comment-field.tsx'
import { unknownWords } from './mention-words.ts'
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
        <CommentField
          label="Your comment"
          place={`comment ${id}`}
          start={body}
          done="Keep"
          busy={edit.isPending}
          keep={(next) => edit.mutateAsync({ id, body: next })}
          sent={() => setEditing(false)}
          cancel={() => setEditing(false)}
        />
      ) : (
        <Suspense fallback={<p className="whitespace-pre-wrap wrap-anywhere">{body}</p>}>
          <MarkdownText body={body} />
        </Suspense>
      )}
      <Unknown names={edit.data?.unknown} />
      <Refusal error={edit.error ?? gone.error} />
    </article>
  )
}

function Say({ findingId }: { findingId: string }) {
  const say = useComment(findingId)
  const [times, setTimes] = useState(0)
  return (
    <div className="mt-3 max-w-2xl print:hidden">
      <CommentField
        key={`${findingId} ${times}`}
        label="Say something: Markdown, @name tells a colleague"
        place={`finding ${findingId} comment`}
        start=""
        done="Comment"
        busy={say.isPending}
        keep={say.mutateAsync}
        sent={() => setTimes(times + 1)}
      />
      <Unknown names={say.data?.unknown} />
      <Refusal error={say.error} />
    </div>
  )
}

/** A name after an `@` that is nobody's told nobody: who wrote it thinks otherwise. */
function Unknown({ names = [] }: { names?: readonly string[] | undefined }) {
  return (
    <p role="status" className={names.length > 0 ? 'mt-2 text-soon' : 'sr-only'}>
      {names.length > 0 && unknownWords(names)}
    </p>
  )
}
