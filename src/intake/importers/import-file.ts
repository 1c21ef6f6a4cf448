import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { commandLine, err, ok, problem, type Result } from '#core/kernel'
import { appearanceOf } from './appearance.ts'
import {
  defaultLimits,
  type ImportedFile,
  type Importer,
  type ImportInput,
  type ImportLimits,
  type Sample,
} from './contract.ts'
import { importers } from './registry.ts'
import { decompressed, refuseArchive } from './shared/input/decompress.ts'
import { ImportError } from './shared/input/import-error.ts'
import { refuseForeignEncoding } from './shared/input/text.ts'

const SAMPLE_BYTES = 65_536
const MAX_SIBLING_BYTES = 16 * 1024 ** 2
const MAX_MESSAGE = 300
/** OpenVEX by its context, CSAF by its version. */
const VEX_DOCUMENT = /"@context"\s*:\s*"https:\/\/openvex\.dev\/|"csaf_version"\s*:/

export interface ImportOptions {
  limits?: Partial<ImportLimits>
  /** Path shown in evidence; the file's base name by default. */
  path?: string
  /** Id of the importer to use, instead of asking the file. */
  importer?: string
  /** The importer that the file's name suggests: where the file says that it is of another of its kind, that one reads it. */
  likely?: Importer
}

/** Reads one file with the importer that recognises it: an inventory with its outcome, or a problem that says what to do (not which file it is: whoever asked knows). */
export async function importFile(file: string, options: ImportOptions = {}): Promise<Result<ImportedFile>> {
  const path = options.path ?? basename(file)
  const found = await stat(file).catch((cause: unknown) => cause)
  if (found instanceof Error)
    return err(problem('unreadable', `The file cannot be read: ${found.message.slice(0, MAX_MESSAGE)}`, found))
  const source = () => createReadStream(file, { highWaterMark: 256 * 1024 })
  return runImport(inputOf(path, source, options.limits, file), source, options)
}

/** Reads one file from memory, e.g. an upload. */
export async function importBytes(
  bytes: Uint8Array,
  path: string,
  options: Omit<ImportOptions, 'path'> = {},
): Promise<Result<ImportedFile>> {
  const source = () => chunksOf(bytes)
  return runImport(inputOf(path, source, options.limits), source, options)
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SAMPLE_BYTES) yield bytes.subarray(at, at + SAMPLE_BYTES)
}

function inputOf(
  path: string,
  source: () => AsyncIterable<Uint8Array>,
  limits: Partial<ImportLimits> = {},
  file?: string,
): ImportInput {
  return {
    path,
    name: basename(path).replace(/\.(?:gz|zst)$/i, ''),
    ...(file ? { file } : {}),
    limits: { ...defaultLimits, ...limits },
    bytes: () => decompressed(source()),
    fromRoot: async (layout, name) => {
      const place = file?.replaceAll('\\', '/')
      return place?.endsWith(`/${layout}`) ? readSibling(join(place.slice(0, -layout.length), name)) : undefined
    },
    sibling: async (name) => (file ? readSibling(join(dirname(file), basename(name))) : undefined),
  }
}

async function readSibling(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined)
  return found?.isFile() && found.size <= MAX_SIBLING_BYTES ? readFile(file, 'utf8') : undefined
}

async function runImport(
  input: ImportInput,
  source: () => AsyncIterable<Uint8Array>,
  { importer: id, likely }: ImportOptions,
): Promise<Result<ImportedFile>> {
  try {
    const head = await headOf(input)
    if (head.length === 0) return err(problem('empty', 'The file is empty.'))
    refuseArchive(head)
    const importer = likely ? chooseLikely(input, head, likely) : chooseImporter(input, head, id)
    if (!importer.ok) return importer
    const read = await importer.value.read(input)
    if (!read.ok) return read
    const contentDigest = await digestOfSource(source(), companionsOf(input, importer.value))
    return ok({ ...read.value, path: input.path, contentDigest })
  } catch (cause) {
    if (cause instanceof ImportError) return err(cause.problem)
    if (isSystemError(cause))
      return err(problem('unreadable', `The file cannot be read: ${cause.message.slice(0, MAX_MESSAGE)}`, cause))
    if (isOutOfRoom(cause))
      return err(problem('too-deep', 'The file nests deeper, or its lines are longer, than what can be read.', cause))
    throw cause
  }
}

/** Files beside the input that are part of it, as far as they are there and say something. */
async function* companionsOf({ file }: ImportInput, { companions = [] }: Importer): AsyncGenerator<Uint8Array> {
  for (const ending of file === undefined ? [] : companions) {
    const found = await stat(`${file}${ending}`).catch(() => undefined)
    if (found?.isFile() && found.size > 0) yield* createReadStream(`${file}${ending}`)
  }
}

async function digestOfSource(
  bytes: AsyncIterable<Uint8Array>,
  companions: AsyncIterable<Uint8Array>,
): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of bytes) hash.update(chunk)
  for await (const chunk of companions) hash.update(chunk)
  return hash.digest('base64url')
}

function isSystemError(cause: unknown): cause is NodeJS.ErrnoException {
  return cause instanceof Error && 'syscall' in cause
}

/** What parses by calling itself, an expression that remembers where it has been included, has only so much room. */
function isOutOfRoom(cause: unknown): boolean {
  return cause instanceof RangeError && cause.message.includes('call stack')
}

async function headOf(input: ImportInput): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of input.bytes()) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= SAMPLE_BYTES) break
  }
  return Buffer.concat(chunks).subarray(0, SAMPLE_BYTES)
}

function sampleOf({ name, path }: ImportInput, head: Buffer): Sample {
  return { name, path: path.replaceAll('\\', '/'), head }
}

/** A name such as `bom.json` says that it is a bill of materials, and not whose: the file does, or it is none. */
function chooseLikely(input: ImportInput, head: Buffer, likely: Importer): Result<Importer> {
  if (likely.kind !== 'sbom') return ok(likely)
  const sample = sampleOf(input, head)
  const same = [likely, ...importers.values()].filter(({ kind }) => kind === likely.kind)
  const found = same.find((importer) => importer.recognises(sample))
  // What it is may stand further down than was looked at.
  if (found || head.length === SAMPLE_BYTES) return ok(found ?? likely)
  refuseForeignEncoding(head)
  const titles = [...new Set(same.map(({ title }) => title))].join(' or ')
  return err(problem('unrecognised', `by its name a bill of materials, and no ${titles}: it is ${appearanceOf(head)}`))
}

function chooseImporter(input: ImportInput, head: Buffer, id: string | undefined): Result<Importer> {
  if (id !== undefined) {
    const named = importers.get(id)
    return named
      ? ok(named)
      : err(problem('unknown-importer', `There is no importer "${id}". Known: ${[...importers.keys()].join(', ')}.`))
  }
  const sample = sampleOf(input, head)
  const found = [...importers.values()].find((importer) => importer.recognises(sample))
  if (found) return ok(found)
  refuseForeignEncoding(head)
  if (VEX_DOCUMENT.test(head.toString('latin1')))
    return err(
      problem(
        'vex-given',
        `The file is a VEX document, which lists no software: take it in under Settings → VEX, or with "${commandLine('vex supplier import')}" ("${commandLine('vex import')}" where it is your own).`,
      ),
    )
  const known = [...importers.values()].map((importer) => importer.title).join(', ')
  return err(
    problem(
      'unrecognised',
      `The file is ${appearanceOf(head)}: none of the formats that are read, which are ${known}.`,
    ),
  )
}
