import { createWriteStream, existsSync } from 'node:fs'
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { digestOf, err, ok, type Problem, problem, type Result } from '#core/kernel'
import type { Answer, ServicePort } from './port.ts'
import { isTransient, retryDelay } from './retry.ts'

/** What the server said of the version that is held; sent back as `If-None-Match` and `If-Modified-Since`. */
export interface Validators {
  etag?: string
  lastModified?: string
}

export interface DownloadOptions {
  /** Path of the file; it appears there whole or not at all. */
  to: string
  maxBytes: number
  /** For all tries together; two hours where nothing is said. A server that drips would hold a refresh for ever. */
  maxMs?: number | undefined
  /** Of the version that lies there; left out of account when nothing does. */
  validators?: Validators | undefined
  signal?: AbortSignal | undefined
  /** Pause between tries, in milliseconds; a parameter so that tests need not wait. */
  wait?: ((ms: number) => Promise<void>) | undefined
  /** In [0, 1), for the jitter of the pauses. */
  random?: (() => number) | undefined
  onProgress?: ((bytes: number, total: number | undefined) => void) | undefined
}

/** `missing`: the server has no such file now. */
export type Download =
  | { status: 'downloaded'; bytes: number; validators: Validators }
  | { status: 'unchanged' }
  | { status: 'missing' }

const TRIES = 4
const MOST_MS = 2 * 3_600_000

/**
 * Brings a file here. What passes (network, 408, 425, 429, 5xx) is tried again, going on where it stopped.
 * Problems: the port's, `refused`, `too-large`, `too-slow`, `broken-off`, `aborted`.
 */
export async function download(port: ServicePort, url: string, options: DownloadOptions): Promise<Result<Download>> {
  const { signal: stop, maxMs = MOST_MS } = options
  const late = AbortSignal.timeout(maxMs)
  const signal = stop ? AbortSignal.any([stop, late]) : late
  const done = await downloadWithin(port, url, { ...options, signal })
  if (done.ok || done.error.code !== 'aborted' || stop?.aborted) return done
  return err(problem('too-slow', `${shown(url)} was not here after ${Math.round(maxMs / 1_000)} seconds`))
}

async function downloadWithin(port: ServicePort, url: string, options: DownloadOptions): Promise<Result<Download>> {
  const { signal, wait = (ms: number) => pause(ms, undefined, signal && { signal }), random = Math.random } = options
  for (let attempt = 0; ; attempt++) {
    const tried = await tryOnce(port, url, options)
    if (!('again' in tried)) return tried
    const delay = retryDelay(attempt, tried.retryAfter, Date.now(), random())
    if (attempt + 1 >= TRIES || delay === undefined) return err(tried.again)
    // A stopped pause ends like a stopped transfer.
    await wait(delay).catch(() => {})
    if (signal?.aborted) return err(aborted(url))
  }
}

type Tried = Result<Download> | { again: Problem; retryAfter?: string | undefined }

async function tryOnce(port: ServicePort, url: string, options: DownloadOptions): Promise<Tried> {
  const part = await heldPart(options.to, url)
  const answer = await port.get(url, headersOf(options, part), options.signal)
  if (options.signal?.aborted) return err(aborted(url))
  if (!answer.ok) return isPassing(answer.error) ? { again: answer.error } : answer
  const tried = await take(url, answer.value, options, part)
  answer.value.body.on('error', () => {}).destroy()
  return tried
}

/** A private address stays one; only the network's own trouble passes. */
function isPassing({ code, cause }: Problem): boolean {
  return code === 'unreachable' && cause instanceof Error && 'code' in cause
}

function headersOf({ to, validators }: DownloadOptions, part: Part | undefined): Record<string, string> {
  // Files are kept as published: a second compression on the way would hide what they are.
  const headers = { 'accept-encoding': 'identity' }
  if (part) return { ...headers, range: `bytes=${part.bytes}-`, 'if-range': part.validator }
  if (!existsSync(to)) return headers
  return {
    ...headers,
    ...(validators?.etag && { 'if-none-match': validators.etag }),
    ...(validators?.lastModified && { 'if-modified-since': validators.lastModified }),
  }
}

async function take(url: string, answer: Answer, options: DownloadOptions, part: Part | undefined): Promise<Tried> {
  const { status } = answer
  if (status === 304) return ok({ status: 'unchanged' })
  if (status === 404 || status === 410) return ok({ status: 'missing' })
  if (status === 200) return receive(url, answer, options, 0)
  if (part && status === 206 && goesOn(answer, part)) return receive(url, answer, options, part.bytes)
  const refusal = problem('refused', `${shown(url)} answered ${status}`)
  if (part && (status === 206 || status === 416)) {
    await dropPart(options.to)
    return { again: refusal }
  }
  return isTransient(status) ? { again: refusal, retryAfter: headerOf(answer, 'retry-after') } : err(refusal)
}

/**
 * A server that does not say where its part begins, or of which version it is, is believed; one that says otherwise is
 * not: some answer a range whatever `If-Range` asks.
 */
function goesOn(answer: Answer, part: Part): boolean {
  const range = headerOf(answer, 'content-range')
  if (range !== undefined && !isRestFrom(range, part.bytes)) return false
  const validator = strongOf(validatorsOf(answer))
  return validator === undefined || validator === part.validator
}

/** `bytes 3-6/7` from 3: the rest, and all of it; a total nobody knows is `*`. */
function isRestFrom(range: string, from: number): boolean {
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(range) ?? []
  return Number(first) === from && (total === '*' || Number(last) + 1 === Number(total))
}

async function receive(url: string, answer: Answer, options: DownloadOptions, from: number): Promise<Tried> {
  const length = headerOf(answer, 'content-length')
  const total = length === undefined ? undefined : from + Number(length)
  const tooLarge = err(problem('too-large', `${shown(url)} is larger than ${options.maxBytes} bytes`))
  if (total !== undefined && total > options.maxBytes) return tooLarge
  const validators = validatorsOf(answer)
  await notePart(options.to, url, validators)
  let bytes = from
  let over = false
  async function* metered(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of body) {
      bytes += chunk.length
      over = bytes > options.maxBytes
      if (over) return
      options.onProgress?.(bytes, total)
      yield chunk
    }
  }
  try {
    const file = createWriteStream(partOf(options.to), { flags: from > 0 ? 'a' : 'w', flush: true })
    await pipeline(metered(answer.body as AsyncIterable<Buffer>), file)
  } catch (cause) {
    if (options.signal?.aborted) return err(aborted(url))
    return { again: problem('broken-off', `${shown(url)} broke off after ${bytes} bytes`, cause) }
  }
  if (over) {
    await dropPart(options.to)
    return tooLarge
  }
  if (total !== undefined && bytes !== total)
    return { again: problem('broken-off', `${shown(url)} ended after ${bytes} of ${total} bytes`) }
  await rename(partOf(options.to), options.to)
  await dropPart(options.to)
  return ok({ status: 'downloaded', bytes, validators })
}

function validatorsOf(answer: Answer): Validators {
  const etag = headerOf(answer, 'etag')
  const lastModified = headerOf(answer, 'last-modified')
  return { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) }
}

interface Part {
  bytes: number
  validator: string
}

const partOf = (to: string): string => `${to}.part`
const noteOf = (to: string): string => `${to}.part.etag`

/** What an earlier try left, if it is known which version of which address it is of. */
async function heldPart(to: string, url: string): Promise<Part | undefined> {
  const size = await stat(partOf(to)).then(
    (found) => found.size,
    () => 0,
  )
  const [of = '', validator = ''] = (await readFile(noteOf(to), 'utf8').catch(() => '')).split('\n')
  return size > 0 && of === digestOf(url) && validator !== '' ? { bytes: size, validator } : undefined
}

/** `If-Range` needs a strong validator (RFC 9110, 13.1.5); without one a part cannot be continued. */
function strongOf({ etag, lastModified }: Validators): string | undefined {
  return etag !== undefined && !etag.startsWith('W/') ? etag : lastModified
}

async function notePart(to: string, url: string, validators: Validators): Promise<void> {
  const validator = strongOf(validators)
  if (validator === undefined) await rm(noteOf(to), { force: true })
  // The digest, because an address may carry a secret.
  else await writeFile(noteOf(to), `${digestOf(url)}\n${validator}`)
}

async function dropPart(to: string): Promise<void> {
  await rm(partOf(to), { force: true })
  await rm(noteOf(to), { force: true })
}

function headerOf(answer: Answer, name: string): string | undefined {
  const value = answer.headers[name]
  return Array.isArray(value) ? value[0] : value
}

function aborted(url: string): Problem {
  return problem('aborted', `the download of ${shown(url)} was stopped`)
}

/** Without user, password and query, which may be secrets. */
function shown(text: string): string {
  const url = URL.parse(text)
  return url ? `${url.protocol}//${url.host}${url.pathname}` : 'the address'
}
