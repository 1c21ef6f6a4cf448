import type { ProbeTarget } from '#core/kernel'
import type { SeenService } from '#core/vocabulary'
import { HttpSession, readPage } from '../http/index.ts'
import { observeSites, pivotsOf, type Site } from '../web/index.ts'
import type { InspectionTools } from './inspect.ts'
import { type LineTerms, openPlain, openSecure } from './lines.ts'

/**
 * One GET of the first page, and every fingerprint on that one answer: for thousands of web servers, to see which of them
 * deserve an inspection. Undefined when the port does not answer as a web server.
 */
export async function glanceAtWeb(
  target: ProbeTarget,
  { name, secure }: { name?: string; secure: boolean },
  tools: InspectionTools,
): Promise<SeenService | undefined> {
  const terms: LineTerms = { port: tools.port, target, names: name === undefined ? [] : [name], signal: tools.signal }
  const place = { host: name ?? target.address, port: target.port, secure }
  const session = new HttpSession(
    place,
    () => (secure ? openSecure(terms, name, ['http/1.1']) : openPlain(terms)),
    tools.agent,
  )
  const root = await session.get('/')
  session.close()
  if (!root) return undefined
  const site: Site = {
    place,
    ...(name === undefined ? {} : { name }),
    root,
    landing: root,
    page: readPage(root.body),
    answers: new Map(),
    scripts: [],
    unanswered: 0,
    asked: new Set(),
  }
  const { title } = site.page
  return {
    address: target.address,
    port: target.port,
    transport: 'tcp',
    protocol: secure ? 'https' : 'http',
    names: name === undefined ? [] : [name],
    software: tools.fingerprints.book.identify(observeSites([site])),
    weaknesses: [],
    pivots: pivotsOf(site),
    pages: [{ url: root.url, status: root.status, ...(title === undefined ? {} : { title }) }],
  }
}
