/** What a guardrail's span says that it decided (GenAI security conventions); `failed`: the guardrail itself did not work. */
export type GuardDecision = 'allow' | 'audit' | 'warn' | 'modify' | 'deny' | 'failed'

/** A span of an AI system's traces as it is read. It holds no content: of prompts and answers only how long they were. */
export interface TracedSpan {
  /** 16 bytes as lower-case hex; of tools with other ids a digest of the same form. */
  trace: string
  name: string
  /** `service.name` of the resource. */
  service: string | undefined
  startMs: number
  endMs: number
  isError: boolean
  /** `gen_ai.operation.name`: `chat`, `execute_tool`, `apply_guardrail`, … */
  operation: string | undefined
  model: string | undefined
  inputTokens: number
  outputTokens: number
  /** It ended because something stopped the answer: a content filter, a refusal, a guardrail. */
  isRefused: boolean
  decision: GuardDecision | undefined
  /** Control ids that the span itself names. */
  controls: string[]
  /** The AI system that the span or its resource names. */
  system: string | undefined
  /** As sent. They are digested before anything is kept. */
  conversation: string | undefined
  actor: string | undefined
  /** What an evaluation of this very item said, where one came along. */
  label: 'pass' | 'fail' | undefined
  /** Short values by name, of span and resource; never content. They tell strata and controls apart. */
  attributes: ReadonlyMap<string, string>
  /** Length of the prompts, answers and other content that came along. */
  contentLength: number
  /** SHA-256 of that content; `undefined` where none came along. */
  contentDigest: string | undefined
  /**
   * Digests of what a person asked, by pairs of words, where something stopped it or found it wrong; they are not keyed and
   * never kept as they are. Empty elsewhere.
   */
  askedShingles: readonly string[]
  /** Words of 16 upper-case hex digits in what was asked: of a probe of ours they are its marker. Never kept. */
  markers: readonly string[]
}
