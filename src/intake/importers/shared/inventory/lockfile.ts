import { err, problem, type Result } from '#core/kernel'
import type { Component } from '#core/vocabulary'
import type { Importer, ImportInput, ImportResult } from '../../contract.ts'
import { readText } from '../input/text.ts'
import { InventoryCollector } from './collector.ts'
import { packagePurl, projectSubject } from './project.ts'

/** One locked package by its ecosystem's own name. */
export interface LockedPackage {
  name: string
  version?: string | undefined
  /** What the file's dependency edges call it; `name@version` by default. */
  ref?: string
  scope?: Component['scope']
  /** refs of locked packages. Edges may be named before their target is. */
  dependsOn?: readonly string[]
  licences?: string[]
  qualifiers?: Readonly<Record<string, string>>
  /** Where in the file: a key or a line. */
  pointer: string
  /** False for packages from a folder or a repository, which the registry's advisories do not speak of. */
  fromRegistry?: boolean
}

/** What the lockfile says of the project itself. */
export interface LockedProject {
  format: string
  name?: unknown
  version?: unknown
  /** The file names direct dependencies only. */
  directOnly?: boolean
}

export interface LockfileFormat<Document> {
  id: string
  title: string
  formats: string
  files: readonly string[]
  /** purl type of its packages. */
  type: string
  /** Recognises content under an unusual name. */
  looksLike?: RegExp
  /** A format of lines: one that is too long to be an entry is left out, and counted. */
  byLine?: boolean
  /** Throws (or rejects) when the text is not of the format's syntax. */
  parse(text: string): Document | Promise<Document>
  read(
    document: Document,
    list: PackageList,
    input: ImportInput,
  ): Result<LockedProject> | Promise<Result<LockedProject>>
}

/** An importer for a lockfile that is read whole. */
export function lockfileImporter<Document>(format: LockfileFormat<Document>): Importer {
  const { id, title, formats, files, looksLike } = format
  return {
    id,
    title,
    kind: 'lockfile',
    evidence: 'lockfile',
    formats,
    files,
    recognises: ({ name, head }) => matchesName(name, files) || (looksLike?.test(head.toString('latin1')) ?? false),
    read: (input) => readLockfile(format, input),
  }
}

/** True when a base name is one of the patterns: exact, or `*` with a suffix. */
export function matchesName(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const star = pattern.indexOf('*')
    if (star < 0) return name === pattern
    const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)]
    return name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after)
  })
}

async function readLockfile<Document>(format: LockfileFormat<Document>, input: ImportInput): Promise<ImportResult> {
  const { text: whole, replaced } = await readText(input)
  const list = new PackageList(format, input)
  const text = format.byLine ? withoutLongLines(whole, list) : whole
  if (replaced) list.collector.note('invalid-utf-8', `${input.path}: bytes replaced`)
  const parsed = await parse(format, text)
  if (!parsed.ok) return parsed
  const project = await format.read(parsed.value, list, input)
  if (!project.ok) return project
  list.joinEdges()
  const { name, version, directOnly, format: words } = project.value
  const subject = projectSubject(input, { type: format.type, name, version })
  return list.collector.finish({ importer: format.id, format: words, subject, directOnly })
}

const LONGEST_LINE = 32_768

/** An expression that tries a line of megabytes may run out of room for where it has been. */
function withoutLongLines(text: string, { collector }: PackageList): string {
  const lines = text.split('\n')
  if (lines.every(({ length }) => length <= LONGEST_LINE)) return text
  const short = lines.map((line, index) => {
    if (line.length <= LONGEST_LINE) return line
    collector.drop('line-too-long', `line ${index + 1}`)
    return ''
  })
  return short.join('\n')
}

async function parse<Document>(format: LockfileFormat<Document>, text: string): Promise<Result<Document>> {
  try {
    return { ok: true, value: await format.parse(text) }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0]!.slice(0, 200) : 'unknown'
    return err(
      problem(
        'invalid-syntax',
        `The file is no ${format.title}: ${reason}. Let the package manager write it again.`,
        cause,
      ),
    )
  }
}

/** Gathers the packages of one lockfile. */
export class PackageList {
  readonly collector: InventoryCollector
  readonly #format: Pick<LockfileFormat<never>, 'id' | 'type'>
  readonly #path: string
  readonly #edges: { from: string; to: readonly string[] }[] = []

  constructor(format: Pick<LockfileFormat<never>, 'id' | 'type'>, input: ImportInput) {
    this.#format = format
    this.#path = input.path
    this.collector = new InventoryCollector(input.limits)
  }

  add(locked: LockedPackage): void {
    const { name, version, scope, licences, pointer } = locked
    const { type, id } = this.#format
    const added = this.collector.add({
      ref: locked.ref ?? `${name}@${version ?? ''}`,
      name: shortName(type, name),
      version,
      type,
      purl: locked.fromRegistry === false ? undefined : packagePurl(type, name, version, locked.qualifiers),
      ...(scope ? { scope } : {}),
      ...(licences ? { licences } : {}),
      dependsOn: [],
      evidence: [{ kind: 'lockfile', by: id, path: this.#path, pointer }],
    })
    if (added && locked.dependsOn?.length) this.#edges.push({ from: added.ref, to: locked.dependsOn })
  }

  /** Joins the edges whose target is in the file; the others name packages for other platforms. */
  joinEdges(): void {
    for (const { from, to } of this.#edges) {
      const component = this.collector.find(from)
      for (const target of new Set(to)) if (this.collector.find(target)) component?.dependsOn.push(target)
    }
  }
}

function shortName(type: string, name: string): string {
  if (type === 'maven') return name.slice(name.lastIndexOf(':') + 1)
  return type === 'npm' || type === 'composer' ? name.slice(name.lastIndexOf('/') + 1) : name
}
