/** One file of a conformance folder, its path relative to that folder with `/` between the parts. */
export interface ConformanceFile {
  readonly path: string
  readonly absolutePath: string
}

/** `passed` is the only one that counts for a suite; `refused` is a failure whose reason is on record in refused.json. */
export type CaseState = 'passed' | 'failed' | 'refused'

export interface CaseResult {
  readonly passed: boolean
  /** The case in short, for the list of failures and for the rules of refused.json. */
  readonly label: string
  /** What came instead of what was expected. */
  readonly got?: string | undefined
}

/** How one file is run: line by line as NDJSON, as a whole, or not at all because other files' cases read it. */
export type FileRunner =
  | { readonly kind: 'lines'; readonly run: (line: unknown, file: ConformanceFile) => CaseResult }
  | {
      readonly kind: 'whole'
      readonly run: (text: string, file: ConformanceFile) => CaseResult[] | Promise<CaseResult[]>
    }
  | { readonly kind: 'support'; readonly why: string }

export interface Suite {
  /** The folder it runs, which is also its name in reports and in floor.json. */
  readonly name: string
  /** Folders it runs beside the suites whose own they are. */
  readonly folders?: readonly string[]
  /** How to run a file of the folder; `undefined` where the suite does not know it. */
  runnerFor(file: ConformanceFile): FileRunner | undefined
}

export interface FailedCase {
  readonly line: number
  readonly state: 'failed' | 'refused'
  readonly label: string
  readonly got?: string | undefined
  readonly reason?: string | undefined
}

export interface FileReport {
  readonly path: string
  readonly linesRead: number
  /** `run`, `support` (read by other cases) or `no runner`. */
  readonly kind: 'run' | 'support' | 'no runner'
  readonly note?: string | undefined
  readonly passed: number
  readonly failed: number
  readonly refused: number
  readonly total: number
  /** At most the first hundred. */
  readonly failures: readonly FailedCase[]
  /** How many cases each reason of refused.json stands for. */
  readonly refusals: Readonly<Record<string, number>>
}

export interface SuiteReport {
  readonly suite: string
  readonly files: readonly FileReport[]
  readonly linesRead: number
  readonly passed: number
  readonly failed: number
  readonly refused: number
  readonly total: number
  readonly noRunner: number
}
