import type { Outcome, Result } from '#core/kernel'
import type { EvidenceKind, ImportedInventory } from '#core/vocabulary'

/** Bounds that hold before and while parsing; what crosses one is a named problem or a counted drop. */
export interface ImportLimits {
  /** Bytes of one input after decompression. */
  bytes: number
  /** Bytes of an input that must be held whole (lockfiles, text of package databases). */
  textBytes: number
  /** Bytes of a database file that is read in place on disk, with what lies beside it. */
  databaseBytes: number
  /** Bytes of one element of a streamed document. */
  elementBytes: number
  components: number
  depth: number
  /** Characters of a name, namespace or version. */
  wordLength: number
  /** Characters of a purl or CPE. */
  stringLength: number
}

/** 1 GiB streamed, 128 MiB held, 4 GiB of a database on disk, 32 MiB an element, a million components, 64 levels, words of 500 and identifiers of 2,000 characters. */
export const defaultLimits: ImportLimits = {
  bytes: 1024 ** 3,
  textBytes: 128 * 1024 ** 2,
  databaseBytes: 4 * 1024 ** 3,
  elementBytes: 32 * 1024 ** 2,
  components: 1_000_000,
  depth: 64,
  wordLength: 500,
  stringLength: 2_000,
}

/** What is known before reading: the base name and the first bytes (decompressed, at most 64 KiB). */
export interface Sample {
  name: string
  /** Path as given or found, with `/`; lets `lib/apk/db/installed` be told from another `installed`. */
  path: string
  head: Buffer
}

/** One file to read. The host does the I/O; the importer gets bytes already decompressed and counted against the limits. */
export interface ImportInput {
  /** Path as given or found, relative to the scanned root. */
  path: string
  /** Base name without a compression suffix. */
  name: string
  /** Path on disk where there is one, for formats that need random access. */
  file?: string
  limits: ImportLimits
  bytes(): AsyncIterable<Uint8Array>
  /** Text of a file in the same directory, `undefined` when there is none or nobody can look. */
  sibling(name: string): Promise<string | undefined>
  /** Text of another file of the same root, where this file lies at `layout` in it: finds `etc/os-release` for `var/lib/dpkg/status`. */
  fromRoot(layout: string, name: string): Promise<string | undefined>
}

/** An inventory with what was read, kept and dropped on the way. */
export interface Imported {
  inventory: ImportedInventory
  outcome: Outcome
}

export type ImportResult = Result<Imported>

/** An inventory read from a file, with what tells the file from another. */
export interface ImportedFile extends Imported {
  /** Path as given or found. */
  path: string
  /** SHA-256 of the bytes as given (still compressed), base64url. */
  contentDigest: string
}

/** What the file is: a document about software, a lockfile of a project, a host's package database, or another tool's findings. */
export type ImporterKind = 'sbom' | 'lockfile' | 'package-database' | 'report'

/** A plug-in that reads one family of files. */
export interface Importer {
  /** Stable id: `cyclonedx`, `npm-lockfile`, `dpkg`. */
  id: string
  /** Name for people: `CycloneDX`. */
  title: string
  kind: ImporterKind
  evidence: EvidenceKind
  /** What it takes, in words, for help and docs: `JSON and XML, 1.2 to 1.7`. */
  formats: string
  /** What a folder walk picks up: base names (exact, or with one `*`), or paths from a root (`var/lib/dpkg/status`). */
  files: readonly string[]
  /** Files a folder walk leaves out where one of the named lies beside them: `go.sum` beside `go.mod`. */
  yieldsTo?: Readonly<Record<string, readonly string[]>>
  /** Endings of files beside one of its own that are part of it: they are read and digested with it (`-wal`). */
  companions?: readonly string[]
  /** True when the sample is this importer's to read; also for broken files of its format, so that the error is its own. */
  recognises(sample: Sample): boolean
  /** Formats with modules of their own load them here: most scans read a file of one format. */
  read(input: ImportInput): Promise<ImportResult>
}
