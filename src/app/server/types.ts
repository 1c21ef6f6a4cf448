import type { Delivered, Notice, NoticeKind } from '#action/notifiers'
import type { Target } from '#action/notifiers/store'
import type { AssetChange, Role, ServerEvent } from '#contract'
import type { ProbeResult } from '#contract/monitoring'
import type { Clock, Outcome, Result } from '#core/kernel'
import type { DiscoveryLook, Exposure, NamedAsset } from '#core/vocabulary'
import type { AssetChangeTerms } from '#exposure/inventory/store'
import type { LookedUpName } from '#flows/look-up-name'
import type { Session, TokenScope } from '#platform/auth'
import type { Database } from '#platform/database'
import type { SecretBox } from '#platform/secrets'

/** What may have changed of what people look at. */
export type Changed = Extract<ServerEvent, { type: 'changed' }>['what']

/** Tells how far long work has come; `total` is left out while nobody knows. Throws `Stopped` once someone stopped it. */
export type Progress = (step: string, done: number, total?: number, unit?: string) => void

/** What a finished piece of work says of itself. */
export interface WorkSummary {
  /** One plain sentence: `1,204 components read, 31 findings`. */
  summary: string
  assetId?: string
  importId?: string
  previewId?: string
  /** What lists should read again besides what its kind of work always changes. */
  changes?: readonly Changed[]
  outcome?: Outcome
}

export interface ImportWork {
  workspaceId: string
  /** A private copy of the upload; removed afterwards. */
  path: string
  fileName: string
  /** The person's answer to "reachable from the internet?"; `unknown` when not answered. */
  exposure: Exposure
  /** The asset it belongs to, where it is not what the document says. */
  assetName?: string | undefined
  actor: string
}

/** What a person states of an asset, by which version of it, and what is kept with it. Problem `changed-since-read`. */
interface AssetStatement {
  workspaceId: string
  assetId: string
  change: AssetChange
  actor: string
  expected?: number | undefined
  alongside: NonNullable<AssetChangeTerms['alongside']>
}

/** What the server asks of the flows. Each resolves when its effects are stored; what can go wrong is a `Problem`. */
export interface ServerFlows {
  /** Makes ready for a file that is on its way, or may come. */
  expectFile?(): void
  importFile(work: ImportWork, progress: Progress, stop: AbortSignal): Promise<Result<WorkSummary>>
  /** Works out what an import would do and keeps that under the preview's id. */
  previewImport(
    work: ImportWork & { previewId: string },
    progress: Progress,
    stop: AbortSignal,
  ): Promise<Result<WorkSummary>>
  loadSample(
    work: { workspaceId: string; actor: string },
    progress: Progress,
    stop: AbortSignal,
  ): Promise<Result<WorkSummary>>
  /** Looks for what hangs on the seeds, and records it; the same run again goes on where it was. */
  discover(
    work: {
      workspaceId: string
      runId: string
      seeds: readonly NamedAsset[]
      look: DiscoveryLook
      agent?: string | undefined
      actor: string
    },
    progress: Progress,
    stop: AbortSignal,
  ): Promise<Result<WorkSummary>>
  /** Lets findings follow what was said of assets: of what is not ours any more they end. */
  followStandings(workspaceId: string): Promise<{ recorded: number; opened: number; resolved: number }>
  /** Looks for the token of a proof. Problem `not-found`. */
  checkProof(
    workspaceId: string,
    id: string,
  ): Promise<Result<{ id: string; isProven: boolean; isSure: boolean; detail: string; asked: string[] }>>
  /** The addresses that a name has now, and what approving them would mean. Problem `unreachable`. */
  lookUp(workspaceId: string, name: string): Promise<Result<LookedUpName>>
  /** Whether there is such a name; `null`: nobody could tell. */
  nameExists(workspaceId: string, name: string): Promise<boolean | null>
  refreshFeeds(
    work: { feeds?: readonly string[]; actor: string },
    progress: Progress,
    stop: AbortSignal,
  ): Promise<Result<WorkSummary>>
  /** True when findings rest on other rules or other knowledge than today's: after an upgrade, a setting, a crash. */
  isOutdated(): Promise<boolean>
  /** Assesses what `isOutdated` speaks of, in all workspaces. */
  reassess(progress: Progress, stop: AbortSignal): Promise<Result<WorkSummary>>
  /** Sends what waits to go out of a workspace. */
  deliver(work: { workspaceId: string }, progress: Progress, stop: AbortSignal): Promise<Result<WorkSummary>>
  /** Watches what guards a workspace's AI systems: counts traces, sends probes, looks at monitors. */
  watch(work: { workspaceId: string }, stop: AbortSignal): Promise<Result<WorkSummary>>
  /** Runs an evaluation that was ordered, from where an earlier process left it. */
  evaluate(
    work: { workspaceId: string; orderId: string },
    progress: Progress,
    stop: AbortSignal,
  ): Promise<Result<WorkSummary>>
  /** Sends the probe of one control now. */
  probe(work: { workspaceId: string; controlId: string }): Promise<ProbeResult>
  /** Tells those who want to know, once for each key. */
  tell(workspaceId: string, notice: { kind: NoticeKind; key: string; detail: object }): Promise<void>
  /** Sends a notice of its own to a target, at once. */
  tryTarget(target: Target, notice: Notice): Promise<Delivered>
  /** Stores facts a person states about an asset, with their word of it, and decides its findings anew. */
  updateAsset(work: AssetStatement): Promise<Result<void>>
}

export interface ServerConfig {
  version: string
  /** Folder of the built browser part; left out: API only. */
  webRoot?: string
  /** Private folder for uploads under way. */
  uploads: string
  /** Knowledge older than this counts as none; left out: each feed has its own limit. */
  maxKnowledgeAgeDays?: number | undefined
  /** Refresh feeds that were refreshed once when their time has come. */
  scheduleFeeds?: boolean
  /** Host names answered besides the loopback ones (`localhost`, `127.0.0.1`, `[::1]`). */
  hosts?: readonly string[]
  /** Largest upload in bytes. Default 1 GiB. */
  uploadBytes?: number
  /** How long a process may be silent before its work is taken over, in milliseconds. Default 15,000. */
  silenceMs?: number
  /** How many files are worked at, at once; 0: long work is left to other processes. Default 2. */
  importsAtOnce?: number
  /** Its database began with it. */
  isAlone?: boolean
  /** The data folder, by its id: only processes on the same share its work. */
  place?: string
  /** How often an event stream shows that it lives, in milliseconds. Default 20,000. */
  heartbeatMs?: number
  /** Requests a minute and address. Default 1,200. */
  requestsPerMinute?: number
  /** The same for each route that may be guessed at: signing in, codes, links. Default 20. */
  strictRequestsPerMinute?: number
  /** The address people open Lunette by, where it is another than this server's own. */
  publicUrl?: string
  /** Hosts on private addresses that an administrator of this machine allows to be asked. */
  privateHosts?: readonly string[]
  /** True behind TLS: cookies are sent over HTTPS only. */
  secureCookies?: boolean
}

export interface ServerLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

export interface ServerParts {
  database: Database
  config: ServerConfig
  secrets: SecretBox
  log: ServerLog
  clock: Clock
  flows: ServerFlows
}

declare module 'fastify' {
  interface FastifyRequest {
    session: Session | null
  }
  interface FastifyContextConfig {
    /** Least role that may call the route; `instance`: who runs the instance; `open` needs no session. Default `viewer`. */
    access?: Role | 'instance' | 'open'
    /** What a token needs to call it; default: see `scopeOf`. `session`: no token may. */
    scope?: TokenScope | 'session'
    /** Though it is no GET: nobody is told that something changed. */
    changesNothing?: boolean
  }
}
