import { createHash } from 'node:crypto'
import { plainText } from '../conversation/index.ts'
import { faviconHash, type Observation } from '../fingerprints/index.ts'
import { type HttpAnswer, headersOf, readPage } from '../http/index.ts'
import { allAnswers, type Site, withoutPath } from './site.ts'

/** Headers that tell nothing of the software. */
const mute = new Set([
  'date',
  'etag',
  'content-length',
  'last-modified',
  'expires',
  'age',
  'accept-ranges',
  'connection',
  'keep-alive',
  'vary',
])
const LONGEST_BODY = 128 * 1024
const MOST_OBSERVATIONS = 2_000
export const FAVICON = '/favicon.ico'

/** Everything a site said, as fingerprints look at it; what is said twice is observed once. */
export function observeSites(sites: readonly Site[]): Observation[] {
  const seen = new Map<string, Observation>()
  for (const site of sites)
    for (const observation of observationsOf(site)) {
      const key = `${observation.source}\n${observation.name}\n${observation.text}`
      if (!seen.has(key) && seen.size < MOST_OBSERVATIONS) seen.set(key, observation)
    }
  return [...seen.values()]
}

function* observationsOf(site: Site): Generator<Observation> {
  for (const answer of allAnswers(site)) {
    yield* ofHeaders(answer)
    if (answer.path === FAVICON) yield* ofIcon(answer)
    else yield* ofPage(answer, site)
  }
  for (const { url, text } of site.scripts) {
    yield { source: 'http.script-text', text: text.slice(0, LONGEST_BODY), where: `script ${plainText(url, 200)}` }
  }
}

function* ofHeaders(answer: HttpAnswer): Generator<Observation> {
  for (const [name, value] of answer.headers)
    if (!mute.has(name))
      yield { source: 'http.header', name, text: value.slice(0, 2_048), where: `${headerName(name)} header` }
  for (const cookie of headersOf(answer, 'set-cookie')) {
    const [name = '', value = ''] = (cookie.split(';', 1)[0] ?? '').split('=', 2)
    yield {
      source: 'http.cookie',
      name: name.trim().toLowerCase(),
      text: value.slice(0, 512),
      where: `cookie ${plainText(name, 60)}`,
    }
  }
}

function* ofIcon(answer: HttpAnswer): Generator<Observation> {
  if (answer.status !== 200 || answer.truncated || answer.bytes.length === 0 || /^\s*</.test(answer.body.slice(0, 64)))
    return
  const where = `favicon ${answer.path}`
  yield { source: 'http.favicon-md5', text: createHash('md5').update(answer.bytes).digest('hex'), where }
  yield { source: 'http.favicon', text: String(faviconHash(answer.bytes)), where }
}

/** A missing path of any of our looks. */
const ourPath = /\/lunette-[0-9a-f]{12}\b/
const request = /\bGET (\/\S{1,300}) HTTP\/[12]/g

/**
 * A page that knows a path which nobody but us asked for shows requests: what stands in them is not its own. Those that
 * show the latest ones only may have forgotten the one, and still show others of ours.
 */
function showsRequests({ path, body }: HttpAnswer, { missing, asked }: Site): boolean {
  if (path === missing?.path) return false
  const text = body.slice(0, LONGEST_BODY)
  if (ourPath.test(text)) return true
  return [...text.matchAll(request)].some(([, other = '']) => other !== path && asked.has(other))
}

function* ofPage(answer: HttpAnswer, site: Site): Generator<Observation> {
  if (answer.body === '') return
  const path = answer.path.split('?', 1)[0] ?? '/'
  const page = readPage(answer.body)
  // The path that nobody has is another in each look: where something was seen must not be.
  const isMissing = answer.path === site.missing?.path
  const place = isMissing ? 'a missing path' : plainText(path, 120)
  const where = isMissing ? `page of ${place}` : `page ${place}`
  if (showsRequests(answer, site)) {
    yield { source: 'http.body', name: path, text: answer.body.slice(0, LONGEST_BODY), where, namedOnly: true }
    return
  }
  if (page.title !== undefined) yield { source: 'http.title', text: page.title, where: `title of ${place}` }
  for (const [name, content] of page.metas)
    yield { source: 'http.meta', name, text: content, where: `meta ${plainText(name, 60)} of ${place}` }
  for (const script of page.scripts)
    yield { source: 'http.script', text: script.slice(0, 1_024), where: `script address ${plainText(script, 160)}` }
  for (const script of page.inlineScripts)
    yield { source: 'http.inline-script', text: script, where: `script in ${where}` }
  // A refusal that repeats what it was asked for says nothing by that.
  const text = answer.status >= 400 ? withoutPath(answer) : answer.body
  yield { source: 'http.body', name: path, text: text.slice(0, LONGEST_BODY), where }
}

/** `x-powered-by` → `X-Powered-By`. */
function headerName(name: string): string {
  return name.replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase())
}
