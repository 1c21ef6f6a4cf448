/** What a piece of evidence about a control is. */
export const assuranceEvidenceKinds = [
  'evaluation',
  'probe',
  'incident',
  'near-miss',
  'review',
  'attestation',
  'telemetry',
  'exposure',
] as const
export type AssuranceEvidenceKind = (typeof assuranceEvidenceKinds)[number]

export const evidenceResults = ['pass', 'fail', 'insufficient', 'not-applicable'] as const
export type EvidenceResult = (typeof evidenceResults)[number]

/** The three facts that a control's effect rests on; each has evidence of its own. */
export const controlAspects = ['coverage', 'liveness', 'efficacy'] as const
export type ControlAspect = (typeof controlAspects)[number]

/** Where a barrier stands: before it happens, when it happens, after it happened. */
export const barrierLayers = ['prevent', 'detect', 'respond'] as const
export type BarrierLayer = (typeof barrierLayers)[number]

export const treatments = ['mitigate', 'accept', 'transfer', 'avoid'] as const
export type Treatment = (typeof treatments)[number]

/** The organisation's part in an AI system (Regulation (EU) 2024/1689, Article 3). */
export const aiRoles = ['provider', 'deployer'] as const
export type AiRole = (typeof aiRoles)[number]

/** How far a system acts by itself. */
export const autonomies = ['assistive', 'supervised', 'autonomous'] as const
export type Autonomy = (typeof autonomies)[number]

export const aiPartKinds = ['model', 'dataset', 'prompt', 'tool', 'guardrail', 'judge', 'gateway'] as const
export type AiPartKind = (typeof aiPartKinds)[number]

/** From this access level on the weights are out: nobody can take them back, watch them or mend them for us. */
export const OPEN_WEIGHTS = 5

/** How a case asks for the same as another, to see whether that fares differently. */
export const caseVariations = ['rephrased', 'steps'] as const
export type CaseVariation = (typeof caseVariations)[number]

/** A case of an evaluation as a tool reports it. Prompts and answers stay where they are. */
export interface EvaluationCase {
  /** Stable over runs: the tool's own id of the case, else a digest of what was asked. */
  key: string
  /** What its outcome hangs together with: a seed, a conversation, a user. */
  cluster?: string
  stratum?: string
  /** The control it tests, where the report says so. */
  control?: string
  result: 'pass' | 'fail' | 'insufficient'
  /** How often it was tried, and how often it passed. */
  attempts: number
  passed: number
  /** Attempts without a verdict: they are no evidence either way. Left out: none. */
  open?: number
  /** Key of the case that this one asks otherwise, and how. */
  of?: string
  variation?: CaseVariation
  /** How far a pass of it is believed, where a judge said so: its measured skill, 0 to 1. Left out: 1. */
  trust?: number
  /** Why it failed, in the tool's words, bounded. */
  note?: string
}

/** One run of an evaluation tool. */
export interface EvaluationRun {
  /** `promptfoo 0.118`. */
  tool: string
  name: string
  /** What was tested, as the tool names it: a model, an endpoint. */
  target?: string
  targetVersion?: string
  at?: string
  cases: EvaluationCase[]
}

/** What the vendor of a model does for its users as long as it holds the weights. */
export const vendorSafeguards = ['monitoring', 'patches', 'recall'] as const
export type VendorSafeguard = (typeof vendorSafeguards)[number]

/** What AI software that was found is for. */
export const aiUses = [
  'model-server',
  'gateway',
  'guardrail',
  'sdk',
  'framework',
  'agent-tools',
  'vector-store',
  'evaluation',
  'training',
  'runtime',
  'application',
] as const
export type AiUse = (typeof aiUses)[number]

/** Why nothing is credited to a control, whatever its traces show. */
export const controlLimits = ['bypassed', 'vendor-only'] as const
export type ControlLimitKind = (typeof controlLimits)[number]
