import type { ProblemCode } from '#contract/problem-codes'

/** What the document says of an operation besides what its schemas and its place say. */
export interface Operation {
  /** The name programs call it by. */
  id: string
  /** One line, as a list of operations shows it. */
  summary: string
  /** Problems of its own: those that its method, access and path imply are added. */
  problems?: readonly ProblemCode[]
  /** Problems that the page it leads to is told of, as `sign-in` in its address. */
  told?: readonly ProblemCode[]
  /** Media types of its answer, where that is a file or a stream. */
  files?: readonly string[]
  /** Media types of its body, where that is the file itself. */
  body?: readonly string[]
  /** A body that does something, where words that fit the schema would not. */
  example?: unknown
}

/** The operations of one part of the API, by method and path. */
export type Operations = Readonly<Record<string, Operation>>

/** Media types of a table as a file. */
export const tables = ['text/csv', 'application/json'] as const
/** A ruling ends within a year: a day in the past would be no example. */
export const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
