import type { SeenService, SeenSoftware, SeenWeakness } from '#core/vocabulary'
import { joinShown, judgeEach, keyOfShown, type ServiceLook } from '../exposures/index.ts'
import { originOf } from '../http/index.ts'
import type { TlsLook } from '../tls/index.ts'
import { KnownSites } from '../web/index.ts'
import type { Recognised } from './recognise.ts'

type Page = NonNullable<SeenService['pages']>[number]

const MOST_CLAIMS = 1_000
const MOST_WEAKNESSES = 500
const MOST_PAGES = 200

/** What is remembered of a place: more names cost only what they show, and the last answer tells all of it. */
export interface Remembered {
  names: string[]
  recognised: Recognised
  tls: TlsLook | undefined
  sites: KnownSites
  /** What fingerprints said, each for itself. */
  claims: SeenSoftware[]
  /** By each site and certificate that shows it. */
  weaknesses: Map<string, SeenWeakness>
  /** Those that do not hang on a site: judged anew each time, for more names may show that they are none. */
  ofService: string[]
  pages: Page[]
  /** Questions of its sites that got no answer. */
  unanswered: number
}

/** Places that were inspected, by address and port. */
export type InspectionMemory = Map<string, Remembered>

/** A place that nobody was asked about yet. */
export function nothingRemembered(recognised: Recognised): Remembered {
  const lists = { names: [], claims: [], ofService: [], pages: [], unanswered: 0 }
  return { recognised, tls: undefined, sites: new KnownSites(), weaknesses: new Map(), ...lists }
}

/** What was said of these hosts, the bare address among them, is said of another name from now on. */
export function forgetSites(place: Remembered, { hosts, port }: { hosts: readonly string[]; port: number }): void {
  const silenced = new Set(hosts)
  for (const [key, { shownBy = [] }] of place.weaknesses)
    if (shownBy.some((name) => silenced.has(name))) place.weaknesses.delete(key)
  const origins = hosts.flatMap((host) => [true, false].map((secure) => originOf({ host, port, secure })))
  place.pages = place.pages.filter(({ url }) => !origins.some((origin) => url.startsWith(`${origin}/`)))
}

/** Takes in what fingerprints said of one answer more. */
export function addClaims(place: Remembered, claims: readonly SeenSoftware[]): void {
  const keyOf = ({ by, product, version, where }: SeenSoftware) => `${by}\n${product}\n${version}\n${where}`
  const all = new Map([...place.claims, ...claims].map((claim) => [keyOf(claim), claim]))
  place.claims = [...all.values()].slice(0, MOST_CLAIMS)
}

/** Judges what was seen now, and says all that is wrong with the place as far as it was seen. */
export function judgeMore(place: Remembered, look: ServiceLook): SeenWeakness[] {
  for (const key of place.ofService) place.weaknesses.delete(key)
  place.ofService = judgeEach({ ...look, sites: [] }).map(keyOfShown)
  for (const found of judgeEach(look))
    if (place.weaknesses.size < MOST_WEAKNESSES) place.weaknesses.set(keyOfShown(found), found)
  return joinShown([...place.weaknesses.values()])
}

export function addPages(place: Remembered, pages: readonly Page[]): Page[] {
  place.pages = [...new Map([...place.pages, ...pages].map((page) => [page.url, page])).values()].slice(0, MOST_PAGES)
  return place.pages
}
