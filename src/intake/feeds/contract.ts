import type { Day, Instant, Outcome, Result } from '#core/kernel'
import type {
  EpssScore,
  ExploitSignal,
  KevStatement,
  RecordId,
  SourceId,
  Statement,
  TechniqueCatalogue,
} from '#core/vocabulary'

/** A file of a feed, lying on this machine: fetched, or part of a mirror folder. */
export interface FeedFile {
  /** Path on disk. A folder for feeds that are published as one. */
  path: string
  /** Name within the feed, for messages: `nvdcve-2.0-2024.json.gz`. */
  name: string
  /** A few records of many, as those that changed: that none of them can be read says nothing of the feed. */
  some?: boolean
  /** File names of the records to read out of the archive; the others are as they were read before. */
  only?: ReadonlySet<string>
}

/** Where a feed's records go. Implemented over the store by the flows; in memory by tests. */
export interface FeedSink {
  /** Must precede `meets` and `put` for a source. */
  open(source: SourceId): Promise<void>
  /** True when these very bytes are held already: the record then need not be parsed. */
  meets(source: SourceId, digest: string): boolean
  /** Returns a promise only when there is something to wait for. */
  put(statement: Statement, digest: string): Promise<void> | undefined
  /** The source says these records are deleted. */
  remove(source: SourceId, recordIds: readonly RecordId[]): Promise<void>
  /** @param statedAt when the asserter published the catalogue: of a copy, its silence about a CVE is no newer than that. */
  replaceKev(asserter: string, statements: readonly KevStatement[], statedAt: Instant | undefined): Promise<void>
  /** @param newest the newest date in the index, be it of a record that is no signal. */
  replaceExploits(source: string, signals: readonly ExploitSignal[], newest?: Day): Promise<void>
  /** Keeps a set of fingerprints whole, as discovery reads it. @param content gzip of its text */
  keepFingerprints(id: string, content: Buffer, rules: number): Promise<void>
  /** Keeps a catalogue of techniques in the place of the one it was. @param newest the newest date of a technique in it */
  keepCatalogue(catalogue: TechniqueCatalogue, newest?: Day): Promise<void>
  /**
   * One day of scores, all of the same date, in batches. Throws what `batches` throws, and then
   * keeps nothing of the day. A score's id is a part of the file's text: a sink that keeps one copies it.
   */
  epssDay(batches: AsyncIterable<readonly EpssScore[]>): Promise<void>
}

/** Bounds that hold before and while parsing. */
export interface FeedLimits {
  /** Bytes of one file after decompression. */
  bytes: number
  /** Bytes of one record. */
  recordBytes: number
  /** Nesting of one record. */
  depth: number
  /** Decompressed bytes per compressed byte, counted after the first `ratioFrom` bytes. */
  ratio: number
  ratioFrom: number
  /** Entries of an archive, rows of a table. */
  entries: number
}

/** 16 GiB a file, 32 MiB a record, 64 levels, 300 to 1, a million entries. */
export const defaultFeedLimits: FeedLimits = {
  bytes: 16 * 1024 ** 3,
  recordBytes: 32 * 1024 ** 2,
  depth: 64,
  ratio: 300,
  ratioFrom: 64 * 1024 ** 2,
  entries: 1_000_000,
}

export interface FeedRead {
  /** `complete` where nothing was lost, though records outside what is asked were passed over and counted. */
  outcome: Outcome
  /** Sources it told something of. */
  touched: SourceId[]
  bytes: number
}

/** Files by their place at the official source. */
export interface OfficialFile {
  url: string
  name: string
  /** It says only what changed since the others, so that it counts as had only when all before it in the list were. */
  restsOnOthers?: boolean
}

/** A list of the records of an archive that changed, and where each can be had by itself. */
export interface ChangeList {
  /** Where the list of an archive lies; `undefined`: it has none. */
  listOf(archive: OfficialFile): OfficialFile | undefined
  /** Where a record of an archive lies. */
  recordOf(archive: OfficialFile, id: string): string
  /** The changes, newest first. Throws or ends early on a list that is damaged. */
  entries(path: string): AsyncIterable<ListedChange>
  /** True when it lists every record of the archive, so that its length tells how many there are. */
  listsAll: boolean
}

export interface ListedChange {
  /** When the record was changed last, as the list writes it. */
  modified: string
  id: string
  /** How much of the list it takes. */
  characters: number
}

/** A plug-in: one upstream publication of knowledge. It reads; it stores nothing. */
export interface Feed {
  /** Stable id: `cve`, `nvd`, `osv`, `kev`, `epss`, `metasploit`, … */
  id: string
  name: string
  /** Who publishes it and under which licence, for the offline bundle's attribution. */
  publisher: string
  licence: string
  intervalHours: number
  /** Days after which its data counts as out of date, for publishers that are not heard every few days; left out: 7. */
  maxAgeDays?: number
  /** What to fetch from the official source on a day. `state` is what the last good run left. */
  official(day: string, state: Record<string, unknown>): OfficialFile[]
  /** True when it has a file a day: `official` is then told which days are stored, as `state.heldDays`. */
  byDay?: boolean
  /** How its publisher says what changed in an archive: after a first whole reading only that is fetched. */
  changes?: ChangeList
  /** Which files of a mirror belong to it, by path relative to the mirror; `*` stands for any part of a name. */
  mirror: readonly string[]
  /** True when its file is held in memory as a whole, with a limit of its own. */
  heldWhole?: boolean
  /** True when the files together hold every record of the source, so that missing ones are gone. */
  whole: boolean
  /**
   * The ecosystem of which a file of this name holds every record, for feeds with one archive each: once it was read
   * as a whole, a record that names no other ecosystem and is not in it is gone.
   */
  wholeOf?(fileName: string): string | undefined
  /** True when its files say nothing of each other: one that is refused is reported, and the others are read. */
  independent?: boolean
  /** Reads one file into the sink: partial success is data, a refused file a problem that leaves the last good state. */
  read(file: FeedFile, sink: FeedSink, limits: FeedLimits, signal?: AbortSignal): Promise<Result<FeedRead>>
}
