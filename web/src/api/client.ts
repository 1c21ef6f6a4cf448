import type { ProblemDocument } from '@contract/problem.ts'

/** A problem document as an error; `offline` when the server could not be reached at all. */
export class ApiProblem extends Error {
  readonly code: string
  readonly status: number
  /** How far the reading of all findings is, where the answer has to wait for that. */
  readonly reading: ProblemDocument['reading']

  constructor(document: Pick<ProblemDocument, 'code' | 'detail' | 'status' | 'reading'>) {
    super(document.detail)
    this.code = document.code
    this.status = document.status
    this.reading = document.reading
  }
}

const offline = {
  code: 'offline',
  status: 0,
  detail: 'Lunette does not answer. Is it still running in its terminal? This page tries again by itself.',
}

/** A server that is about to stop, or a proxy whose server is gone; Lunette itself says why in a problem document. */
const gone = new Set([502, 503, 504])

/** Calls the API; the answer has the shape the contract gives the route. */
export async function call<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`/api/v1${path}`, init).catch(() => {
    throw new ApiProblem(offline)
  })
  if (response.ok) return (await response.json()) as Answer
  throw new ApiProblem(await problemOf(response))
}

/** Sends JSON. */
export function send<Answer>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return call(path, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
}

const ANSWER_MS = 5_000

/** Whether Lunette answers at all, whatever it says. */
export async function answers(): Promise<boolean> {
  const asked = fetch('/api/v1/session', { signal: AbortSignal.timeout(ANSWER_MS) })
  return asked.then(({ status }) => !gone.has(status)).catch(() => false)
}

async function problemOf(response: Response): Promise<Pick<ProblemDocument, 'code' | 'detail' | 'status' | 'reading'>> {
  const unreadable = gone.has(response.status)
    ? offline
    : { code: 'failure', status: response.status, detail: `the server answered ${response.status}` }
  if (!response.headers.get('content-type')?.includes('problem+json')) return unreadable
  return response.json().catch(() => unreadable)
}
