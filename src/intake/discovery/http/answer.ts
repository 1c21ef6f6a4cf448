/** One answer of a web server, bounded. */
export interface HttpAnswer {
  /** Where it was asked, with the name that was asked for. */
  url: string
  /** Path and query as asked. */
  path: string
  status: number
  /** Names in lower case, in the order sent. */
  headers: readonly (readonly [name: string, value: string])[]
  /** Decoded text, at most the body limit. */
  body: string
  /** The body as it came, its coding undone. */
  bytes: Buffer
  /** More came than is kept. */
  truncated: boolean
  /** The body unfolded to more than its limit: nothing of it is kept. */
  bomb: boolean
}

/** The first header of that name, which is in lower case. */
export function headerOf(answer: HttpAnswer, name: string): string | undefined {
  return answer.headers.find(([known]) => known === name)?.[1]
}

export function headersOf(answer: HttpAnswer, name: string): string[] {
  return answer.headers.filter(([known]) => known === name).map(([, value]) => value)
}
