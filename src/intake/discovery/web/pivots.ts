import type { SeenPivot } from '#core/vocabulary'
import { type HttpAnswer, headerOf, headersOf, originOf, readPage } from '../http/index.ts'
import { allAnswers, type Site } from './site.ts'

const MOST_PIVOTS = 500
/** Labels with at least one dot, as they stand in scripts; what follows must look like a zone, not like a property or file. */
const nameInText = /\b(?:[a-z0-9_](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}\b/g
const notZones = new Set([
  'js',
  'css',
  'html',
  'htm',
  'php',
  'png',
  'jpg',
  'jpeg',
  'gif',
  'svg',
  'ico',
  'json',
  'xml',
  'txt',
  'map',
  'woff',
  'ttf',
  'min',
  'md',
  'ts',
  'jsp',
  'asp',
  'aspx',
  'exe',
  'zip',
  'gz',
  'pdf',
  'length',
  'push',
  'call',
  'apply',
  'prototype',
  'value',
  'href',
  'style',
  'name',
  'log',
  'get',
  'set',
])

/** Names of other hosts that the pages of a site lead to. Whether they matter is for others to decide. */
export function pivotsOf(site: Site): SeenPivot[] {
  const found = new Map<string, SeenPivot>()
  const add = (name: string | undefined, technique: string, source: string): void => {
    const bare = name?.toLowerCase().replace(/\.$/, '')
    if (bare === undefined || !isHostName(bare) || found.size >= MOST_PIVOTS) return
    const key = `${technique} ${bare}`
    if (!found.has(key)) found.set(key, { name: bare, technique, source })
  }
  for (const answer of allAnswers(site)) fromAnswer(answer, add)
  for (const { url, text } of site.scripts) for (const name of namesInScript(text)) add(name, 'javascript', url)
  return [...found.values()].filter(({ name }) => name !== site.name)
}

type Add = (name: string | undefined, technique: string, source: string) => void

function fromAnswer(answer: HttpAnswer, add: Add): void {
  const source = answer.url
  add(hostOf(headerOf(answer, 'location'), source), 'http-redirect', source)
  for (const policy of [
    ...headersOf(answer, 'content-security-policy'),
    ...headersOf(answer, 'content-security-policy-report-only'),
  ])
    for (const entry of policy.split(/[\s;]+/).slice(0, 300)) add(hostOfSource(entry), 'http-csp', source)
  add(hostOf(headerOf(answer, 'access-control-allow-origin'), source), 'http-cors', source)
  for (const alternative of (headerOf(answer, 'alt-svc') ?? '').matchAll(/"([\w.-]+):\d+"/g))
    add(alternative[1], 'alt-svc', source)
  const path = answer.path.split('?', 1)[0]
  const technique = answer.status === 200 ? techniqueOf(path ?? '') : undefined
  if (technique !== undefined) {
    fromLines(answer, technique, add)
    return
  }
  const page = readPage(answer.body)
  for (const link of page.links) add(hostOf(link, source), 'html-link', source)
  for (const script of page.inlineScripts) for (const name of namesInScript(script)) add(name, 'javascript', source)
}

/** Files whose lines are addresses. */
function techniqueOf(path: string): string | undefined {
  if (path === '/robots.txt') return 'robots'
  if (path === '/.well-known/security.txt') return 'security-txt'
  return /^\/sitemap[\w-]*\.xml$/.test(path) ? 'sitemap' : undefined
}

function fromLines(answer: HttpAnswer, technique: string, add: Add): void {
  for (const [address] of answer.body.slice(0, 64 * 1024).matchAll(/https?:\/\/[^\s"'<>]{1,300}/g))
    add(hostOf(address, answer.url), technique, answer.url)
  for (const [, host] of answer.body.slice(0, 64 * 1024).matchAll(/mailto:[^\s@]{1,64}@([\w.-]{1,253})/g))
    add(host, technique, answer.url)
  if (technique === 'robots')
    for (const [, host] of answer.body.matchAll(/^Host: *([\w.-]+)/gim)) add(host, technique, answer.url)
}

/** Names in addresses of a script, and bare names in its texts. */
function* namesInScript(text: string): Generator<string> {
  const bounded = text.slice(0, 128 * 1024)
  for (const [, host] of bounded.matchAll(/\b(?:https?|wss?):\/\/([\w.-]{1,253})/g)) if (host !== undefined) yield host
  for (const [, quoted] of bounded.matchAll(/["'`]([^"'`\s]{4,300})["'`]/g))
    for (const [name] of (quoted ?? '').toLowerCase().matchAll(nameInText))
      if (!notZones.has(name.split('.').at(-1) ?? '')) yield name
}

function hostOf(link: string | undefined, base: string): string | undefined {
  if (link === undefined || !URL.canParse(link, base)) return undefined
  const { protocol, hostname } = new URL(link, base)
  if (protocol === 'mailto:') return /@([\w.-]+)$/.exec(link)?.[1]
  return /^(?:https?|wss?|ftp):$/.test(protocol) ? hostname : undefined
}

/** `https://*.example.test:8443`, `*.example.test`; keywords such as `'self'` have no host. */
function hostOfSource(entry: string): string | undefined {
  return /^(?:[a-z][a-z+.-]*:\/\/)?(?:\*\.)?((?:[\w-]+\.)+[a-z][\w-]*)(?::\d+|:\*)?(?:\/|$)/i.exec(entry)?.[1]
}

function isHostName(name: string): boolean {
  return name.length <= 253 && /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,62}$/.test(name)
}

/** Where a site lies, for people. */
export function siteAddress(site: Site): string {
  return originOf(site.place)
}
