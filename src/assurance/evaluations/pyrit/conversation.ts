import type { Attempt } from '../cases.ts'
import { type Fields, fieldsOf, keyOf, listOf, noteOf, numberOf, textOf } from '../json.ts'
import { isOfRefusal, scorerOf, verdictOf } from './scores.ts'

/** A conversation is an attempt at what it began with. */
export function* conversationAttempts(pieces: readonly Fields[]): Generator<{ attempt: Attempt; place: string }> {
  const conversations = new Map<string, Fields[]>()
  for (const [index, piece] of pieces.entries()) {
    const id = textOf(piece.conversation_id) ?? `piece ${index + 1}`
    const known = conversations.get(id)
    if (known) known.push(piece)
    else conversations.set(id, [piece])
  }
  let count = 0
  for (const said of conversations.values()) {
    const place = `conversation ${++count}`
    yield { attempt: attemptOf(said), place }
  }
}

function attemptOf(pieces: readonly Fields[]): Attempt {
  const first = firstOf(pieces.filter(({ role }) => role === 'user'))
  const labels = fieldsOf(first?.labels)
  const asked = textOf(first?.original_value)
  const scores = decisive(pieces.flatMap((piece) => scoresOf(piece)))
  const verdicts = scores.map(verdictOf)
  const result = resultOf(verdicts)
  const reached = scores.filter((_, index) => verdicts[index] === 'fail').map(scorerOf)
  return {
    key: textOf(labels?.id) ?? (asked === undefined ? undefined : keyOf(asked)),
    result,
    control: textOf(labels?.control),
    cluster: textOf(labels?.cluster),
    stratum: textOf(labels?.stratum),
    note: scores.length === 0 ? 'not scored' : noteOf('reached', reached),
  }
}

/** Attacks of many turns ask along the way whether they were refused; that decides only where nothing else does. */
function decisive(scores: readonly Fields[]): readonly Fields[] {
  const others = scores.filter((score) => !isOfRefusal(score))
  return others.length > 0 ? others : scores
}

function scoresOf(piece: Fields): Fields[] {
  return listOf(piece.scores)
    .map(fieldsOf)
    .filter((score) => score !== undefined)
}

function firstOf(pieces: readonly Fields[]): Fields | undefined {
  const placed = pieces.map((piece) => ({ piece, at: numberOf(piece.sequence) ?? 0, key: keyOf(piece.original_value) }))
  return placed.sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1))[0]?.piece
}

function resultOf(verdicts: readonly Attempt['result'][]): Attempt['result'] {
  if (verdicts.includes('fail')) return 'fail'
  return verdicts.length === 0 || verdicts.includes('insufficient') ? 'insufficient' : 'pass'
}
