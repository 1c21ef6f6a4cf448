import { Conversation } from '../conversation/index.ts'
import { requestFor, userAgent } from '../http/index.ts'
import { clientHello, handshake, readHelloAnswer, recordLength } from '../tls/index.ts'
import type { Line, Speaker, Spoken } from './contract.ts'
import { type LineTerms, lineTo, openPlain, openSecure } from './lines.ts'
import { speakers } from './registry.ts'

/** What a place turned out to speak. */
export type Recognised =
  | { kind: 'spoken'; spoken: Spoken; secure: boolean }
  | { kind: 'web'; secure: boolean; onlyHttp2?: boolean }
  /** It takes connections, and that is all that can be said. */
  | { kind: 'unknown'; secure: boolean; words: Buffer }

/** How long the first words of a server are waited for while it is asked in other ways already. */
const GREETING_MS = 1_600
const ASK_ALL_MS = 8_000
const ASKED_AT_ONCE = 8
/** Ports by habit tell which question comes first, never what the answer is. */
const WEB_ANSWER = /^HTTP\/\d/
/** Web servers say so when they are talked to without TLS. */
const WANTS_TLS =
  /plain HTTP request was sent to (?:an )?HTTPS|speaking plain HTTP to an SSL|Client sent an HTTP request to an HTTPS server|This combination of host and port requires TLS/i

/**
 * Finds out what a place speaks: by what it says first, then by what it answers to TLS and HTTP, then by asking in each
 * protocol, that of the port's habit first.
 */
export async function recognise(terms: LineTerms): Promise<Recognised | undefined> {
  const listener = await listen(terms)
  if (!listener) return undefined
  const first = await Promise.race([listener.greeting, askByHabit(terms)])
  const early = Buffer.isBuffer(first) ? await fromGreeting(terms, first, false) : first
  if (early) {
    listener.close()
    return early
  }
  // Who has begun to speak is heard out.
  const greeting = Buffer.isBuffer(first)
    ? first
    : await (listener.isHeard() ? listener.greeting : Promise.race([listener.greeting, pause(50)]))
  listener.close()
  const heard =
    Buffer.isBuffer(greeting) && greeting.length > 0 ? await fromGreeting(terms, greeting, false) : undefined
  if (heard) return heard
  const asked = isGuarded(terms) ? undefined : await askAll(terms)
  return asked ?? { kind: 'unknown', secure: false, words: Buffer.isBuffer(greeting) ? greeting : Buffer.alloc(0) }
}

/** A connection on which nothing is said, so that a server that speaks first does. */
async function listen(terms: LineTerms) {
  const opened = await openPlain(terms)
  if (!opened.ok) return undefined
  const talk = new Conversation(opened.value, { bytes: 4_096, ms: GREETING_MS + 1_000 })
  const greeting = talk
    .words(60, GREETING_MS)
    .then((words) => (words.length > 0 ? words : new Promise<never>(() => {})))
  return { greeting, isHeard: () => talk.unread.length > 0, close: () => talk.close() }
}

/** Resolves only once something was recognised or everything that the habit suggests was tried. */
async function askByHabit(terms: LineTerms): Promise<Recognised | undefined> {
  const line = lineTo(terms, false)
  const byHabit = speakers.filter(({ recognises, ports }) => !recognises && ports.includes(terms.target.port))
  for (const speaker of byHabit) {
    const spoken = await speaker.speak(line)
    if (spoken) return { kind: 'spoken', spoken, secure: false }
  }
  if (isGuarded(terms) && !(await saysHttp(terms))) return undefined
  // Servers that greet are given the time to, where the port says that one may be there.
  if (speakers.some(({ recognises, ports }) => recognises && ports.includes(terms.target.port)))
    await pause(GREETING_MS)
  return askWeb(terms)
}

/** Whether words meant for others could do harm at this port. */
function isGuarded({ target }: LineTerms): boolean {
  return speakers.some(({ guardsPorts, ports }) => guardsPorts && ports.includes(target.port))
}

/** A web server complains about a line end; a printer prints nothing for it. */
async function saysHttp(terms: LineTerms): Promise<boolean> {
  const opened = await openPlain(terms)
  if (!opened.ok) return false
  const talk = new Conversation(opened.value, { bytes: 4_096, ms: 3_000 })
  talk.say('\x1b%-12345X@PJL INFO ID\r\n\x1b%-12345X\r\n\r\n')
  const words = await talk.words(60, 1_500)
  talk.close()
  return WEB_ANSWER.test(words.toString('latin1', 0, 16))
}

async function askWeb(terms: LineTerms): Promise<Recognised | undefined> {
  const secureFirst = /443$|^(?:465|563|636|853|989|990|992|993|994|995|5061|5671|6443|8883|10250|2376)$/.test(
    String(terms.target.port),
  )
  const order = secureFirst ? [insideTls, plainWeb] : [plainWeb, insideTls]
  for (const ask of order) {
    const found = await ask(terms)
    if (found) return found
  }
  return undefined
}

async function plainWeb(terms: LineTerms): Promise<Recognised | undefined> {
  const words = await firstWords(terms, false)
  if (WEB_ANSWER.test(words.toString('latin1', 0, 16)) && !WANTS_TLS.test(words.toString('latin1')))
    return { kind: 'web', secure: false }
  return words.length > 0 ? fromGreeting(terms, words, false) : undefined
}

/** TLS is tried by a hello alone; what is spoken inside is found out in the same way. */
async function insideTls(terms: LineTerms): Promise<Recognised | undefined> {
  if (!(await answersHello(terms))) return undefined
  const words = await firstWords(terms, true)
  if (WEB_ANSWER.test(words.toString('latin1', 0, 16))) return { kind: 'web', secure: true }
  if (await speaksHttp2(terms)) return { kind: 'web', secure: true, onlyHttp2: true }
  const greeting = words.length > 0 ? words : await listenInside(terms)
  const heard = greeting.length > 0 ? await fromGreeting(terms, greeting, true) : undefined
  if (heard) return heard
  const line = lineTo(terms, true)
  for (const speaker of inOrderOf(terms.target.port)) {
    if (speaker.recognises || !speaker.ports.includes(terms.target.port)) continue
    const spoken = await speaker.speak(line)
    if (spoken) return { kind: 'spoken', spoken, secure: true }
  }
  return { kind: 'unknown', secure: true, words: greeting }
}

/** A server that did not answer as HTTP/1 but takes HTTP/2 when it is offered. */
async function speaksHttp2(terms: LineTerms): Promise<boolean> {
  const opened = await openPlain(terms)
  if (!opened.ok) return false
  const [name] = terms.names
  const shaken = await handshake(opened.value, { ...(name ? { name } : {}), alpn: ['h2'] })
  if (shaken.ok) shaken.value.socket.destroy()
  return shaken.ok && shaken.value.alpn === 'h2'
}

async function listenInside(terms: LineTerms): Promise<Buffer> {
  const opened = await lineTo(terms, true).open({ bytes: 4_096, ms: GREETING_MS + 1_000 })
  if (!opened.ok) return Buffer.alloc(0)
  const words = await opened.value.words(60, GREETING_MS)
  opened.value.close()
  return words
}

async function answersHello(terms: LineTerms): Promise<boolean> {
  const [name] = terms.names
  for (const version of ['TLSv1.2', 'TLSv1'] as const) {
    const opened = await openPlain(terms)
    if (!opened.ok) return false
    const talk = new Conversation(opened.value, { bytes: 32 * 1024, ms: 4_000 })
    talk.say(clientHello({ version, suites: helloSuites, ...(name ? { name } : {}) }))
    const record = await talk.next(recordLength, 2_500)
    talk.close()
    const answer = record ? readHelloAnswer(record) : undefined
    if (answer?.kind === 'hello') return true
    // An alert is TLS, too: perhaps only TLS 1.3 is spoken.
    if (answer?.kind === 'alert') return (await openSecureOnce(terms)) || version === 'TLSv1'
    if (!record) return false
  }
  return false
}

const helloSuites = [
  0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0x009c, 0x009d, 0x002f, 0x0035, 0xc009, 0xc013, 0xc00a, 0xc014,
  0x000a, 0x0005,
]

async function openSecureOnce(terms: LineTerms): Promise<boolean> {
  const opened = await openSecure(terms, terms.names[0])
  if (opened.ok) opened.value.destroy()
  return opened.ok
}

/** What is answered to a GET, be it HTTP or the complaint of another protocol. */
async function firstWords(terms: LineTerms, secure: boolean): Promise<Buffer> {
  const { target, names } = terms
  const stream = await (secure ? openSecure(terms, names[0]) : openPlain(terms))
  if (!stream.ok) return Buffer.alloc(0)
  const talk = new Conversation(stream.value, { bytes: 4_096, ms: 6_000 })
  talk.say(
    requestFor({ host: names[0] ?? target.address, port: target.port, secure }, '/', { 'User-Agent': userAgent }),
  )
  const words = await talk.words(60, 4_000)
  talk.close()
  return words
}

/** The speakers that know these words are asked, those of the port's habit first. */
async function fromGreeting(terms: LineTerms, greeting: Buffer, secure: boolean): Promise<Recognised | undefined> {
  if (WEB_ANSWER.test(greeting.toString('latin1', 0, 16))) return { kind: 'web', secure }
  const line = lineTo(terms, secure)
  for (const speaker of inOrderOf(terms.target.port)) {
    if (!speaker.recognises?.(greeting)) continue
    const spoken = await speaker.speak(line)
    if (spoken) return { kind: 'spoken', spoken, secure }
  }
  return complaints(line, greeting, secure)
}

/** Protocols that show themselves by how they refuse an HTTP request. */
const refusals: readonly (readonly [id: string, words: RegExp])[] = [
  ['redis', /^-(?:ERR|NOAUTH|DENIED)/],
  ['memcached', /^(?:CLIENT_)?ERROR/],
]

async function complaints(line: Line, words: Buffer, secure: boolean): Promise<Recognised | undefined> {
  const text = words.toString('latin1', 0, 64)
  const id = refusals.find(([, pattern]) => pattern.test(text))?.[0]
  const spoken = await speakers.find((speaker) => speaker.id === id)?.speak(line)
  return spoken ? { kind: 'spoken', spoken, secure } : undefined
}

/** Every protocol whose server waits to be asked, a few at a time; a peer that is silent to all is given up after a while. */
async function askAll(terms: LineTerms): Promise<Recognised | undefined> {
  const line = lineTo(terms, false)
  const left = speakers.filter(
    ({ recognises, ports, guardsPorts }) => !recognises && !guardsPorts && !ports.includes(terms.target.port),
  )
  const until = performance.now() + ASK_ALL_MS
  let found: Spoken | undefined
  const worker = async (): Promise<void> => {
    for (
      let speaker = left.shift();
      speaker && !found && !terms.signal.aborted && performance.now() < until;
      speaker = left.shift()
    )
      found = (await speaker.speak(line)) ?? found
  }
  await Promise.all(Array.from({ length: ASKED_AT_ONCE }, worker))
  return found && { kind: 'spoken', spoken: found, secure: false }
}

function inOrderOf(port: number): Speaker[] {
  return speakers.toSorted((a, b) => Number(b.ports.includes(port)) - Number(a.ports.includes(port)))
}

function pause(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms))
}
