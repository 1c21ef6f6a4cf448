/** What can go wrong and how to mend it. `code` is stable; `message` says what to do; `cause` keeps the origin. */
export interface Problem {
  readonly code: string
  readonly message: string
  readonly cause?: unknown
}

/** The value of an operation that can fail for reasons outside the program. Bugs throw instead. */
export type Result<T, E = Problem> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E }

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error }
}

export function problem(code: string, message: string, cause?: unknown): Problem {
  return cause === undefined ? { code, message } : { code, message, cause }
}
