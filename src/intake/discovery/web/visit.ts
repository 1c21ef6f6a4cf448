import { createHash, randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { Result } from '#core/kernel'
import { withoutMoments } from '../conversation/index.ts'
import { Http2Session, type HttpAnswer, type HttpPlace, HttpSession, headerOf, readPage } from '../http/index.ts'
import { type Site, withoutPath } from './site.ts'

/** How to reach a web server under a name. */
export interface WebLine {
  address: string
  port: number
  secure: boolean
  /** It speaks HTTP/2 and nothing older. */
  onlyHttp2?: boolean
  /** Opens a stream for one name; inside TLS when secure. */
  open(name: string | undefined): Promise<Result<Duplex>>
  signal: AbortSignal
  agent?: string
}

export interface VisitPlan {
  names: readonly string[]
  /** Paths that fingerprints and checks want to see. */
  paths: readonly string[]
  /** What was visited before is visited no more; what is new is added. */
  known?: KnownSites
  /** Names in which sites of the place were spoken of before, the best first: they speak again, whenever they come. */
  speakers?: readonly string[]
}

/** Sites of one place that were visited, however often it is asked by more names. */
export class KnownSites {
  /** Likeness of a site → the name in which it is spoken of; `undefined`: the bare address. */
  readonly #speakers = new Map<string, string | undefined>()
  readonly #asked = new Set<string | undefined>()
  readonly #silenced = new Set<string | undefined>()
  #explored = 0
  #askedTwice = 0

  /** Which of these names, and of the bare address after them, are still to be asked. */
  toAsk(names: readonly string[]): (string | undefined)[] {
    const wanted = [...names.filter((name) => !this.#asked.has(name)), undefined]
    const fresh = wanted.filter((name) => !this.#asked.has(name)).slice(0, Math.max(0, MOST_NAMES - this.#asked.size))
    for (const name of fresh) this.#asked.add(name)
    return fresh
  }

  /**
   * Whether a site is to be visited in this name: one that no other name showed, or only one that has less to say: then
   * this one speaks, as it would have had it come first.
   */
  admits(likenesses: readonly string[], name: string | undefined, best: readonly string[] = []): boolean {
    const held = new Set(likenesses.filter((one) => this.#speakers.has(one)).map((one) => this.#speakers.get(one)))
    for (const speaker of held) if (!this.#yields(speaker, name, best)) return false
    for (const [one, speaker] of this.#speakers) if (held.has(speaker)) this.#speakers.set(one, name)
    for (const one of likenesses) this.#speakers.set(one, name)
    for (const speaker of held) this.#silenced.add(speaker)
    this.#silenced.delete(name)
    return true
  }

  /** The bare address yields to every name, and a name to those that spoke before, while these can still be looked at. */
  #yields(speaker: string | undefined, name: string | undefined, best: readonly string[]): boolean {
    if (name === undefined) return false
    if (speaker === undefined) return true
    const rank = rankIn(best, name)
    return rank < best.length && rank < rankIn(best, speaker) && this.#explored < MOST_SITES
  }

  isSilenced(name: string | undefined): boolean {
    return this.#silenced.has(name)
  }

  /** Names, and the bare address, that spoke of sites and do no more, since this was last asked. */
  takeSilenced(): (string | undefined)[] {
    const silenced = [...this.#silenced]
    this.#silenced.clear()
    return silenced
  }

  mayAskTwice(): boolean {
    return this.#askedTwice++ < MOST_SILENCES
  }

  mayExplore(): boolean {
    return this.#explored++ < MOST_SITES
  }

  /** Nothing answered: all is to be asked once more, in another manner. */
  askAgain(): void {
    this.#asked.clear()
  }

  /** Whether anything was visited. */
  get any(): boolean {
    return this.#speakers.size > 0
  }
}

function rankIn(best: readonly string[], name: string): number {
  const rank = best.indexOf(name)
  return rank < 0 ? best.length : rank
}

/** Names of one place that are asked, with the bare address. */
const MOST_NAMES = 128
/** Sites of one place that are looked at beyond their front. */
const MOST_SITES = 24
const MOST_REDIRECTS = 5
const MOST_SCRIPTS = 10
const MOST_FOLDERS = 12
const AT_ONCE = 3
/** Named when a missing path is asked for, to see whether a site lets any origin read. */
export const ASKED_ORIGIN = 'https://discovery.invalid'
/** A site that leaves so many questions in a row unanswered is asked no more. */
const MOST_SILENCES = 6

/**
 * Visits the sites of a web server: each name that leads to it, and its bare address. What answers like one that was seen
 * is the same site under another name and visited no further.
 */
export async function visitSites(line: WebLine, plan: VisitPlan): Promise<Site[]> {
  const sites: Site[] = []
  const known = plan.known ?? new KnownSites()
  for (const name of known.toAsk(plan.names)) {
    if (line.signal.aborted) break
    // Silence of a busy server is no answer: else the bare address would speak for the name.
    const site = (await enterSite(line, name)) ?? (known.mayAskTwice() ? await enterSite(line, name) : undefined)
    if (!site || !known.admits(likenessesOf(site), name, plan.speakers)) continue
    sites.push(site)
    if (known.mayExplore()) await explore(line, site, plan.paths)
    else await lookForMissing(line, site)
  }
  return sites.filter(({ name }) => !known.isSilenced(name))
}

type Session = HttpSession | Http2Session

function sessionOf(line: WebLine, place: HttpPlace, name: string | undefined): Session {
  const Kind = line.onlyHttp2 ? Http2Session : HttpSession
  return new Kind(place, () => line.open(name), line.agent)
}

async function enterSite(line: WebLine, name: string | undefined): Promise<Site | undefined> {
  const place: HttpPlace = { host: name ?? line.address, port: line.port, secure: line.secure }
  const session = sessionOf(line, place, name)
  try {
    const root = await session.get('/')
    if (!root) return undefined
    const { landing, leadsTo, passed } = await follow(session, root)
    return {
      place,
      ...(name === undefined ? {} : { name }),
      root,
      landing,
      page: readPage(landing.body),
      answers: new Map(passed.map((answer) => [answer.path, answer])),
      scripts: [],
      unanswered: 0,
      asked: new Set(),
      ...(leadsTo === undefined ? {} : { leadsTo }),
    }
  } finally {
    session.close()
  }
}

/** Goes where the site sends browsers, as long as that is on this host, each path once. */
async function follow(session: Session, root: HttpAnswer) {
  const seen = new Set(['/'])
  const passed: HttpAnswer[] = []
  let landing = root
  for (let steps = 0; steps < MOST_REDIRECTS; steps++) {
    const target = redirectOf(landing)
    if (target === undefined) return { landing, passed }
    const path = pathOnHost(target, session.place)
    if (path === undefined) return { landing, passed, leadsTo: target }
    if (seen.has(path)) return { landing, passed }
    seen.add(path)
    const next = await session.get(path)
    if (!next) return { landing, passed }
    passed.push(next)
    landing = next
  }
  return { landing, passed }
}

/** By header, by meta element, or by the one line of script that some appliances answer. */
function redirectOf(answer: HttpAnswer): string | undefined {
  const location = headerOf(answer, 'location')
  if (answer.status >= 300 && answer.status < 400) return location && resolve(location, answer.url)
  if (answer.status !== 200 || answer.body.length > 4_096) return undefined
  const page = readPage(answer.body)
  const refresh = /url=['"]?([^'"\s]+)/i.exec(page.metas.get('refresh') ?? '')?.[1]
  const scripted = /\blocation(?:\.href)?\s{0,4}=\s{0,4}["']([^"']{1,200})["']/.exec(page.inlineScripts.join('\n'))?.[1]
  const target = refresh ?? scripted
  return target && resolve(target, answer.url)
}

function resolve(link: string, base: string): string | undefined {
  return URL.canParse(link, base) ? new URL(link, base).href : undefined
}

/** Path and query of an address when it is of this very place. */
function pathOnHost(address: string, place: HttpPlace): string | undefined {
  if (!URL.canParse(address)) return undefined
  const { protocol, hostname, port, pathname, search } = new URL(address)
  const stated = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
  const same =
    hostname.replace(/^\[|\]$/g, '') === place.host && stated === place.port && (protocol === 'https:') === place.secure
  return same ? `${pathname}${search}` : undefined
}

/** What tells sites apart: their answer as it is, and without their name in it. */
function likenessesOf(site: Site): string[] {
  const own = (site.name ?? site.place.host).replace(/[.[\]]/g, '\\$&')
  const name = new RegExp(`(?<![\\w.-])${own}(?![\\w-]|\\.\\w)`, 'gi')
  return [likenessOf(site), likenessOf(site, name)]
}

function likenessOf({ root, landing, leadsTo = '' }: Site, without = /(?!)/): string {
  const said = landing.status >= 400 ? lastingOf(landing) : withoutMoments(landing.body)
  const words = [root.status, landing.status, landing.path, leadsTo, said]
  return createHash('sha256')
    .update(words.map((text) => `${text}`.replace(without, '')).join('\n'))
    .digest('hex')
}

async function explore(line: WebLine, site: Site, paths: readonly string[]): Promise<void> {
  site.asked = new Set(paths)
  await lookForMissing(line, site)
  await askAll(line, site, [...paths, ...linkedFolders(site)])
  await askAll(line, site, [...disallowed(site), ...linkedSitemaps(site)])
  for (const answer of await answersTo(line, site, ownScripts(site)))
    if (answer.status === 200 && !/^\s*</.test(answer.body)) site.scripts.push({ url: answer.url, text: answer.body })
}

async function askAll(line: WebLine, site: Site, paths: readonly string[]): Promise<void> {
  const wanted = [...new Set(paths)].filter((path) => path !== '/' && !site.answers.has(path))
  for (const answer of await answersTo(line, site, wanted))
    if (!isLikeMissing(answer, site.missing)) site.answers.set(answer.path, answer)
}

/** Answers to these paths, in their order whatever came first: of two that tell the same the first is quoted. */
async function answersTo(line: WebLine, site: Site, paths: readonly string[]): Promise<HttpAnswer[]> {
  const got = new Map<string, HttpAnswer>()
  await eachInTurn(line, site, paths, async (session, path) => {
    const answer = await session.get(path)
    if (answer) got.set(path, answer)
    return answer !== undefined
  })
  return paths.flatMap((path) => got.get(path) ?? [])
}

/** Folders of what the page loads and links to on its own host. */
function linkedFolders({ page, landing, place }: Site): string[] {
  const folders = page.links
    .map((link) => resolve(link, landing.url))
    .map((address) => address && pathOnHost(address, place)?.split('?', 1)[0])
    .map((path) => path?.slice(0, path.lastIndexOf('/') + 1))
    .filter((folder) => folder !== undefined && folder.length > 1)
  return [...new Set(folders as string[])].slice(0, MOST_FOLDERS)
}

/** What robots.txt asks robots to leave out is where a person would look; patterns are no paths. */
function disallowed({ answers }: Site): string[] {
  const robots = answers.get('/robots.txt')
  if (robots?.status !== 200) return []
  const paths = [...robots.body.slice(0, 16_384).matchAll(/^(?:dis)?allow: *(\/[^\s#*$?]{1,120})\s*$/gim)].map(
    ([, path = '']) => path,
  )
  return [...new Set(paths)].slice(0, MOST_FOLDERS)
}

function linkedSitemaps({ answers, place }: Site): string[] {
  const robots = answers.get('/robots.txt')
  if (robots?.status !== 200) return []
  const addresses = [...robots.body.slice(0, 16_384).matchAll(/^sitemap: *(\S{1,300})/gim)].map(
    ([, address = '']) => address,
  )
  return addresses
    .map((address) => pathOnHost(address, place))
    .filter((path) => path !== undefined)
    .slice(0, 5)
}

async function lookForMissing(line: WebLine, site: Site): Promise<void> {
  await eachInTurn(line, site, [`/lunette-${randomBytes(6).toString('hex')}`], async (session, path) => {
    const answer = await session.get(path, { headers: { Origin: ASKED_ORIGIN } })
    if (answer) site.missing = answer
    return answer !== undefined
  })
}

/** A few connections at once, each asking one path after the other. */
async function eachInTurn(
  line: WebLine,
  site: Site,
  paths: readonly string[],
  ask: (session: Session, path: string) => Promise<boolean>,
): Promise<void> {
  const queue = [...paths]
  let silences = 0
  const worker = async (): Promise<void> => {
    const session = sessionOf(line, site.place, site.name)
    for (
      let path = queue.shift();
      path !== undefined && !line.signal.aborted && silences < MOST_SILENCES;
      path = queue.shift()
    )
      if (await ask(session, path)) silences = 0
      else {
        silences++
        site.unanswered++
      }
    session.close()
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, queue.length) }, worker))
  site.unanswered += queue.length
}

/** The same answer as to a path that cannot exist, but for the path that it may repeat, and for what is another each time. */
function isLikeMissing(answer: HttpAnswer, missing: HttpAnswer | undefined): boolean {
  if (!missing || answer.status !== missing.status) return false
  if (missing.status >= 300 && missing.status < 400)
    return (
      (headerOf(answer, 'location') ?? '').replaceAll(answer.path, '') ===
      (headerOf(missing, 'location') ?? '').replaceAll(missing.path, '')
    )
  return answer.body.length < COMPARED && missing.body.length < COMPARED
    ? lastingOf(answer) === lastingOf(missing)
    : answer.body === missing.body
}

/** Pages that are larger say more than that there is nothing. */
const COMPARED = 256 * 1024
const lasting = new WeakMap<HttpAnswer, string>()

/** What a page says without its own path, moments, and marks of the one request; of a refusal without any number. */
function lastingOf(answer: HttpAnswer): string {
  const known = lasting.get(answer)
  if (known !== undefined) return known
  const text = withoutMoments(withoutPath(answer)).replace(
    /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b|\b(?=\w*\d)[\w+/=-]{16,}|\b\d{10,}\b/gi,
    '…',
  )
  const said = answer.status >= 400 ? text.replace(/\d+/g, '…') : text
  lasting.set(answer, said)
  return said
}

function ownScripts({ page, landing, place }: Site): string[] {
  const paths = page.scripts
    .map((link) => resolve(link, landing.url))
    .map((address) => address && pathOnHost(address, place))
    .filter((path) => path !== undefined && path !== '')
  return [...new Set(paths as string[])].slice(0, MOST_SCRIPTS)
}
