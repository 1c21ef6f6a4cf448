import type { ProbeTarget, Result } from '#core/kernel'
import type { Conversation, ConversationLimits } from '../conversation/index.ts'
import type { Observation } from '../fingerprints/index.ts'
import type { OpenForTls } from '../tls/index.ts'

/** A way to talk to one place as often as is needed, plain or inside TLS. */
export interface Line {
  target: ProbeTarget
  /** Names that lead to the place; protocols that know names ask for them. */
  names: readonly string[]
  /** What is said goes through TLS. */
  secure: boolean
  signal: AbortSignal
  open(limits?: Partial<ConversationLimits>): Promise<Result<Conversation>>
}

/** What a service lets strangers do, or leaves out; checks judge it. Evidence is quoted from the answer, bounded. */
export type SignKind =
  /** Data can be read or commands be given without credentials. */
  | 'no-authentication'
  /** Strangers are let in under the anonymous name. */
  | 'anonymous'
  /** Passwords are taken. */
  | 'password-login'
  /** Passwords are taken before anything is encrypted. */
  | 'cleartext-login'
  /** Encryption is not offered on a connection that begins plain. */
  | 'no-starttls'
  /** Old algorithms are offered. */
  | 'weak-algorithm'
  /** Queries of strangers for foreign names are answered. */
  | 'recursion'

export interface Sign {
  kind: SignKind
  evidence: string
}

/** What a speaker learnt. */
export interface Spoken {
  protocol: string
  /** First words, cleaned. */
  banner?: string
  observations: Observation[]
  signs: Sign[]
  /** Names that the service gave of itself or others. */
  names?: { name: string; technique: string }[]
  /** Opens a stream on which TLS begins, where the protocol switches to it. */
  startTls?: OpenForTls
}

/** A plug-in that speaks one protocol: recognises it and asks what strangers may ask. No credentials, no changes. */
export interface Speaker {
  /** Name of the protocol: `smtp`. */
  id: string
  title: string
  /** What it says, in words for the one who is asked. */
  sends: string
  /** Where it usually listens. Only an order in which protocols are tried. */
  ports: readonly number[]
  /**
   * What listens on its ports may be harmed by other words, such as a printer that prints them: there nobody else speaks
   * unless the peer was heard to be something else.
   */
  guardsPorts?: boolean
  /** Whether these first words are of this protocol. Only where the server speaks first: the others are asked. */
  recognises?(greeting: Buffer): boolean
  /** Undefined when the peer does not speak it. */
  speak(line: Line): Promise<Spoken | undefined>
}
