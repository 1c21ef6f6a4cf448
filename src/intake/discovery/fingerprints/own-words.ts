import type { SeenSoftware } from '#core/vocabulary'
import { plainText } from '../conversation/index.ts'
import type { Observation } from './observation.ts'

/** Places in which software names itself in one way: `name/version`. */
const places: Readonly<Record<string, RegExp>> = {
  'http.header server':
    /^([A-Za-z][\w.+-]{1,40}(?: [A-Za-z][\w+-]{1,30}){0,2})(?:[/ ]v?(\d[\w.+~-]{0,30}))?(?:$|[ ;,(])/,
  'http.header x-powered-by': /^([A-Za-z][\w.+-]{1,40})\/v?(\d[\w.+~-]{0,30})(?:$|[ ;,(])/,
  'ssh.software': /^([A-Za-z][\w.+]{2,40}?)(?:[_-]v?(\d[\w.+~]{0,30}))?(?:$|[ -])/,
}
/** Words that name no product. */
const nobody =
  /^(?:(?:web)? ?server|httpd?|proxy|gateway|unknown|undisclosed|none|hidden|secret|private|secure|null|ssh|sshd)$/i

const OWN_WORDS = 'words'

/** Whether nobody but the software says so. */
export function isOwnWord({ by }: SeenSoftware): boolean {
  return by === OWN_WORDS
}

/** What software says of itself where no fingerprint knows it: a name and a version, and nothing made of them. */
export function ownWords({ source, name, text, where }: Observation): SeenSoftware[] {
  const pattern = places[name === undefined ? source : `${source} ${name}`]
  const [, product, version] = pattern?.exec(text.slice(0, 200)) ?? []
  if (product === undefined || nobody.test(product)) return []
  const told = version?.replace(/[.+~-]+$/, '')
  return [
    { product: plainText(product, 120), ...(told ? { version: told } : {}), where, by: OWN_WORDS, confidence: 30 },
  ]
}
