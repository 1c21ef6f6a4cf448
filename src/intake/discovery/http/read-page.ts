import { plainText } from '../conversation/index.ts'

/** What a page of HTML says that a look from outside is interested in. */
export interface Page {
  title?: string
  /** `name` or `property` in lower case → content. */
  metas: Map<string, string>
  /** Addresses in `href`, `action`, `src` and `content`, as written. */
  links: string[]
  scripts: string[]
  /** Text of scripts written into the page. */
  inlineScripts: string[]
  hasPasswordField: boolean
}

const MOST_TAGS = 5_000
const MOST_LINKS = 1_000
const LONGEST_ATTRIBUTE = 2_048
const LONGEST_SCRIPT = 64 * 1024
const attributePattern =
  /([^\s=/>"']{1,64})(?:\s{0,8}=\s{0,8}(?:"([^"]{0,2048})"|'([^']{0,2048})'|([^\s>"']{1,2048})))?/g

/** Reads tags one after the other, in time that grows with the length of the page; nothing is run. Sound for any text. */
export function readPage(html: string): Page {
  const page: Page = { metas: new Map(), links: [], scripts: [], inlineScripts: [], hasPasswordField: false }
  let at = html.indexOf('<')
  for (let tags = 0; at >= 0 && tags < MOST_TAGS; tags++) {
    if (html.startsWith('<!--', at)) {
      const end = html.indexOf('-->', at + 4)
      at = end < 0 ? -1 : html.indexOf('<', end)
      continue
    }
    const end = html.indexOf('>', at)
    if (end < 0) break
    const tag = html.slice(at + 1, Math.min(end, at + 8_192))
    at = html.indexOf('<', readTag(page, tag, html, end + 1))
  }
  return page
}

/** Takes one tag in, and says where to go on. */
function readTag(page: Page, tag: string, html: string, after: number): number {
  const name = /^[a-z][a-z0-9]{0,15}/i.exec(tag)?.[0]?.toLowerCase()
  if (name === undefined) return after
  if (name === 'title') return readTitle(page, html, after)
  if (!interesting.has(name)) return after
  const attributes = attributesOf(tag.slice(name.length))
  const src = attributes.get('src')
  for (const link of [attributes.get('href'), src, attributes.get('action')]) addLink(page, link)
  if (name === 'meta') readMeta(page, attributes)
  if (name === 'input' && attributes.get('type')?.toLowerCase() === 'password') page.hasPasswordField = true
  return name === 'script' ? readScript(page, src, html, after) : after
}

const interesting = new Set([
  'a',
  'area',
  'base',
  'form',
  'frame',
  'iframe',
  'img',
  'input',
  'link',
  'meta',
  'script',
  'source',
])

function readTitle(page: Page, html: string, after: number): number {
  const end = html.indexOf('<', after)
  page.title ??= decodeEntities(plainText(html.slice(after, end < 0 ? after + 512 : Math.min(end, after + 512)), 256))
  return end < 0 ? html.length : end
}

function readMeta(page: Page, attributes: Map<string, string>): void {
  const name = attributes.get('name') ?? attributes.get('property') ?? attributes.get('http-equiv')
  const content = attributes.get('content')
  if (name === undefined || content === undefined || page.metas.size >= 100) return
  page.metas.set(name.toLowerCase(), plainText(content, 512))
  if (/^https?:/.test(content)) addLink(page, content)
  const refresh = name.toLowerCase() === 'refresh' ? /url=['"]?([^'"\s]+)/i.exec(content)?.[1] : undefined
  addLink(page, refresh)
}

function readScript(page: Page, src: string | undefined, html: string, after: number): number {
  const end = html.indexOf('</script', after)
  if (src !== undefined && page.scripts.length < 100) page.scripts.push(src)
  else if (page.inlineScripts.length < 50)
    page.inlineScripts.push(html.slice(after, Math.min(end < 0 ? html.length : end, after + LONGEST_SCRIPT)))
  return end < 0 ? html.length : end
}

function addLink(page: Page, link: string | undefined): void {
  if (link === undefined || link === '' || page.links.length >= MOST_LINKS) return
  page.links.push(decodeEntities(link.slice(0, LONGEST_ATTRIBUTE)))
}

function attributesOf(text: string): Map<string, string> {
  const attributes = new Map<string, string>()
  for (const [, name = '', double, single, bare] of text.matchAll(attributePattern)) {
    const key = name.toLowerCase()
    if (!attributes.has(key)) attributes.set(key, double ?? single ?? bare ?? '')
    if (attributes.size >= 50) break
  }
  return attributes
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39|#x27|#x2f);/gi, (entity) => entities[entity.toLowerCase()] ?? entity)
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&#x2f;': '/',
}
