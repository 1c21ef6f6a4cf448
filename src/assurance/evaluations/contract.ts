import type { Outcome, Result } from '#core/kernel'
import type { EvaluationRun } from '#core/vocabulary'

/** What is known of a file before it is read: its base name and its first characters (at most 4 KiB). */
interface EvaluationSample {
  name: string
  head: string
}

export interface EvaluationFile {
  /** Base name, for messages. */
  name: string
  /** At most `MAX_BYTES`, already held. */
  bytes: Buffer
}

/** A run with what was read, kept and dropped on the way. */
export interface ReadEvaluation {
  run: EvaluationRun
  outcome: Outcome
}

/** A plug-in that reads the results of one evaluation tool. */
export interface EvaluationImporter {
  /** Stable id: `promptfoo`, `inspect`. */
  id: string
  title: string
  /** What it takes, in words, for help and docs. */
  formats: string
  /** True when the file is this importer's to read; also for broken files of its format, so that the error is its own. */
  recognises(sample: EvaluationSample): boolean
  /**
   * Problem: `not-<id>`. What the file tells of the conversations (what was asked, answered, explained) is not kept, neither in
   * cases nor in drops nor in problems; only names of scorers and the like, and ids.
   */
  read(file: EvaluationFile): Promise<Result<ReadEvaluation>>
}

/** Bytes of one report. */
export const MAX_BYTES = 128 * 1024 * 1024
/** Cases of one run; more are dropped and counted. */
export const MAX_CASES = 200_000
