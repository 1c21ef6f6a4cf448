import type { Socket } from 'node:net'
import type { z } from 'zod'
import type { Clock, Problem, Result } from '#core/kernel'
import type { Notice, NoticeKind } from './notice.ts'

/** One field of a target's settings, as forms show it and the API checks it. */
interface NotifierField {
  name: string
  label: string
  kind: 'text' | 'url' | 'number' | 'choice'
  choices?: readonly string[]
  required: boolean
  help: string
  /** Encrypted at rest and never shown again. */
  secret: boolean
  /** It can be made up by whoever fills in the form. */
  generated?: 'signing-secret'
}

export interface HttpCall {
  method: 'GET' | 'POST' | 'PUT'
  url: string
  headers: Record<string, string>
  body?: string
}

export interface HttpReply {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  /** At most 1 MiB of it. */
  text: string
}

/** What the host lends: calls that reach only the target's own host, by the rules of the service port, without redirects. */
export interface NotifierPorts {
  call(call: HttpCall): Promise<Result<HttpReply>>
  /** A TCP connection, for protocols of their own. */
  connect(host: string, port: number): Promise<Result<Socket>>
  clock: Clock
}

/** Why it did not arrive. `final`: trying again cannot help. */
export interface DeliveryFailure extends Problem {
  final?: boolean
  /** The other side asked for this pause. */
  retryAfterMs?: number
}

/** A ticket over there that stands for a finding here. */
export interface Ticket {
  key: string
  url: string
}

/** How a ticket stands over there; `status` in their word. */
export interface TicketState {
  key: string
  status: string
  done: boolean
}

export type Delivered = { ok: true; ticket?: Ticket } | { ok: false; error: DeliveryFailure }

/** A place notices go to, with its secrets opened for this delivery. */
export interface OpenTarget {
  settings: Readonly<Record<string, string>>
  secrets: Readonly<Record<string, string>>
  /** The ticket that stands for the notice's finding, where one was made. */
  ticket?: Ticket | undefined
}

/** A plug-in: one way out. It sends one notice at a time; order, repetition and storage are the host's. */
export interface Notifier {
  /** Stable id: `webhook`, `smtp`, `jira`. */
  id: string
  name: string
  /** What it does, in one sentence. */
  description: string
  fields: readonly NotifierField[]
  /** Checks and normalises settings and secrets together, by field name. */
  schema: z.ZodType<Record<string, string>, unknown>
  /** Kinds it can be told; the first of them are suggested. */
  kinds: readonly NoticeKind[]
  suggested: readonly NoticeKind[]
  /** True when it can carry a person's digest. */
  digests?: boolean
  /** The one host it talks to under these settings. */
  hostOf(settings: Readonly<Record<string, string>>): string
  /** Sends it; sending the same notice again must do no harm. */
  deliver(notice: Notice, target: OpenTarget, ports: NotifierPorts): Promise<Delivered>
  /** How these tickets stand now; those that are not there any more are left out. Only where it makes tickets. */
  look?(keys: readonly string[], target: OpenTarget, ports: NotifierPorts): Promise<Result<TicketState[]>>
}
