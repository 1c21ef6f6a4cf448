import type { Duplex } from 'node:stream'
import type { Result } from '#core/kernel'
import type { SeenCertificate, SeenTls } from '#core/vocabulary'
import { Conversation } from '../conversation/index.ts'
import { handshake } from './handshake.ts'
import {
  clientHello,
  type HelloAnswer,
  type HelloTerms,
  readHelloAnswer,
  recordLength,
  type TlsVersion,
  tlsVersions,
} from './hello.ts'
import { readCertificate } from './read-certificate.ts'
import { readStapled } from './read-ocsp.ts'
import { tls13Suites, usualSuites, weakSuites } from './suites.ts'

/** Opens one more stream to the place where TLS begins: a fresh connection, or one after STARTTLS. */
export type OpenForTls = () => Promise<Result<Duplex>>

/** What the handshakes with a server showed. */
export interface TlsLook {
  seen: SeenTls
  /** The chain leads to a root that browsers trust. */
  publicRoot: boolean
  /** Names that were asked, with the certificate each got, where it differs from the first. */
  byName: { name: string; certificate: SeenCertificate }[]
  /** Chosen among HTTP/2 and HTTP/1.1. */
  alpn?: string
}

const MOST_WEAK = 8
const MOST_OTHERS = 100

/** Asks for certificates, then for each version, then for weak suites: each a handshake of its own, none finished twice. */
export async function lookAtTls(open: OpenForTls, names: readonly string[]): Promise<TlsLook | undefined> {
  const first = (await certificatesOf(open, names[0])) ?? (await certificatesOf(open, names[0]))
  if (!first) return undefined
  const [versions, byName] = await Promise.all([
    versionsOf(open, names[0]),
    otherCertificates(open, names.slice(1), first.chain[0]),
  ])
  const weakCiphers = await weakSuitesOf(open, names[0], versions)
  const { chain, stapled, publicRoot, alpn } = first
  const [leaf] = chain
  const revocation = stapled && leaf && readStapled(stapled, leaf.serial)
  const seen: SeenTls = {
    ...(names[0] !== undefined && { name: names[0] }),
    ...{
      versions: versions.length > 0 ? versions : [first.protocol],
      weakCiphers,
      chain,
      stapled: stapled !== undefined,
    },
    ...(revocation && { revocation }),
  }
  return withOthers({ seen, publicRoot, byName, ...(alpn === undefined ? {} : { alpn }) })
}

function withOthers(look: TlsLook): TlsLook {
  const others = [...new Map(look.byName.map(({ certificate }) => [certificate.fingerprint, certificate])).values()]
  return others.length > 0 ? { ...look, seen: { ...look.seen, others: others.slice(0, MOST_OTHERS) } } : look
}

/** Fingerprints of the leaves that a server presents by these names: one handshake each. Undefined: it presented none. */
export async function leavesOf(open: OpenForTls, names: readonly string[]): Promise<string[] | undefined> {
  const leaves = new Set<string>()
  for (const name of names.length > 0 ? names : [undefined]) {
    const leaf = (await certificatesOf(open, name))?.chain[0]
    if (leaf) leaves.add(leaf.fingerprint)
  }
  return leaves.size > 0 ? [...leaves] : undefined
}

/** The same look, with the certificates that more names get. */
export async function lookByMoreNames(open: OpenForTls, look: TlsLook, names: readonly string[]): Promise<TlsLook> {
  return withOthers({
    ...look,
    byName: [...look.byName, ...(await otherCertificates(open, names, look.seen.chain[0]))],
  })
}

async function certificatesOf(open: OpenForTls, name: string | undefined) {
  const stream = await open()
  if (!stream.ok) return undefined
  const shaken = await handshake(stream.value, { ...(name ? { name } : {}), alpn: ['h2', 'http/1.1'] })
  if (!shaken.ok) return undefined
  const { socket, chain, publicRoot, stapled, protocol, alpn } = shaken.value
  socket.destroy()
  return {
    chain: chain.map(readCertificate).filter((certificate) => certificate !== undefined),
    publicRoot,
    stapled,
    protocol,
    alpn,
  }
}

/** Servers may keep a certificate for each name. */
async function otherCertificates(open: OpenForTls, names: readonly string[], first: SeenCertificate | undefined) {
  const found: TlsLook['byName'] = []
  for (const name of names) {
    const answer = await certificatesOf(open, name)
    const [certificate] = answer?.chain ?? []
    if (certificate && certificate.fingerprint !== first?.fingerprint) found.push({ name, certificate })
  }
  return found
}

async function versionsOf(open: OpenForTls, name: string | undefined): Promise<TlsVersion[]> {
  const names = Object.keys(tlsVersions) as TlsVersion[]
  const answers = await Promise.all(
    names.map((version) =>
      ask(open, {
        version,
        suites: version === 'TLSv1.3' ? tls13Suites : [...usualSuites, ...weakSuites.keys()],
        ...(name ? { name } : {}),
      }),
    ),
  )
  return names.filter((version, index) => {
    const answer = answers[index]
    return answer?.kind === 'hello' && answer.version === tlsVersions[version]
  })
}

/** Offers only weak suites; each that is chosen is left out of the next hello. */
async function weakSuitesOf(
  open: OpenForTls,
  name: string | undefined,
  versions: readonly TlsVersion[],
): Promise<string[]> {
  const version = versions.filter((known) => known !== 'TLSv1.3').at(-1)
  if (!version) return []
  const left = new Set(weakSuites.keys())
  const found: string[] = []
  while (found.length < MOST_WEAK) {
    const answer = await ask(open, { version, suites: [...left], ...(name ? { name } : {}) })
    if (answer.kind !== 'hello' || !left.delete(answer.suite)) break
    found.push(weakSuites.get(answer.suite) ?? 'unknown')
  }
  return found
}

/** A server that says nothing is asked once more: silence of a busy one is no refusal. */
async function ask(open: OpenForTls, terms: HelloTerms): Promise<HelloAnswer> {
  return (await askOnce(open, terms)) ?? (await askOnce(open, terms)) ?? { kind: 'other' }
}

async function askOnce(open: OpenForTls, terms: HelloTerms): Promise<HelloAnswer | undefined> {
  const stream = await open()
  if (!stream.ok) return undefined
  const talk = new Conversation(stream.value, { bytes: 32 * 1024, ms: 5_000 })
  talk.say(clientHello(terms))
  const record = await talk.next(recordLength, 3_000)
  talk.close()
  return record && readHelloAnswer(record)
}
