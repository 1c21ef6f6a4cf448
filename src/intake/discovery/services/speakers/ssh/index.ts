import { randomBytes } from 'node:crypto'
import { type Conversation, lineLength, plainText } from '../../../conversation/index.ts'
import type { Sign, Speaker, Spoken } from '../../contract.ts'
import { observe } from '../../observe.ts'
import { exchanges, sessionOf } from './key-exchange.ts'
import { SshReader, sshString } from './packets.ts'
import { ciphers, macs, SshTransport } from './transport.ts'

const OUR_VERSION = 'SSH-2.0-Lunette'
const KEXINIT = 20
const NEWKEYS = 21
const KEX_INIT = 30
const SERVICE_REQUEST = 5
const SERVICE_ACCEPT = 6
const AUTH_REQUEST = 50
const AUTH_FAILURE = 51
const AUTH_SUCCESS = 52
const WAIT = 3_000

/** SSH: version, algorithms, and the ways to sign in that a server offers to one who brings no credentials (RFC 4252 section 5.2). */
export const ssh: Speaker = {
  id: 'ssh',
  title: 'SSH',
  sends:
    'its version, a key exchange and the request to sign in by “none”, which tells the methods and is always refused',
  ports: [22, 2222],
  recognises: (greeting) => greeting.toString('latin1', 0, 4) === 'SSH-',
  async speak(line) {
    const opened = await line.open({ bytes: 128 * 1024 })
    if (!opened.ok) return undefined
    const talk = opened.value
    const version = await versionOf(talk)
    if (version === undefined) {
      talk.close()
      return undefined
    }
    const signs = await signsOf(talk, version).catch(() => [])
    talk.close()
    return spokenOf(version, signs)
  },
}

function spokenOf(version: string, signs: Sign[]): Spoken {
  return {
    protocol: 'ssh',
    banner: version,
    observations: [
      observe('ssh.banner', version, 'SSH banner'),
      observe('ssh.software', version.replace(/^SSH-[\d.]+-/, ''), 'SSH banner'),
    ],
    signs,
  }
}

/** A server may say other lines before (RFC 4253 section 4.2). */
async function versionOf(talk: Conversation): Promise<string | undefined> {
  for (let lines = 0; lines < 20; lines++) {
    const line = await talk.next(lineLength, WAIT)
    if (!line) return undefined
    const text = line.toString('latin1').replace(/\r?\n$/, '')
    if (text.startsWith('SSH-')) return plainText(text, 255)
  }
  return undefined
}

async function signsOf(talk: Conversation, theirVersion: string): Promise<Sign[]> {
  const transport = new SshTransport(talk)
  const ourInit = kexInit()
  talk.say(`${OUR_VERSION}\r\n`)
  transport.send(ourInit)
  const theirInit = await transport.receive(WAIT)
  if (theirInit?.[0] !== KEXINIT) return []
  const offer = readKexInit(theirInit)
  const methods = await methodsOf(transport, offer, {
    ourVersion: OUR_VERSION,
    theirVersion,
    ourInit,
    theirInit,
  }).catch(() => undefined)
  return [...algorithmSigns(offer), ...methodSigns(methods)]
}

interface Offer {
  exchanges: string[]
  hostKeys: string[]
  ciphers: string[]
  macs: string[]
}

/** Sound for any bytes that begin as such a message; throws RangeError on what is cut short. */
export function readKexInit(payload: Buffer): Offer {
  const reader = new SshReader(payload, 17)
  const [kex = [], hostKeys = [], , toClient = [], , macsToClient = []] = Array.from({ length: 6 }, () =>
    reader.names(),
  )
  return { exchanges: kex, hostKeys, ciphers: toClient, macs: macsToClient }
}

function kexInit(): Buffer {
  const hostKeys =
    'ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,rsa-sha2-512,rsa-sha2-256,ssh-rsa,ssh-dss'
  const names = (list: Iterable<string>): Buffer => sshString([...list].join(','))
  return Buffer.concat([
    Buffer.from([KEXINIT]),
    randomBytes(16),
    names(exchanges.keys()),
    sshString(hostKeys),
    names(ciphers.keys()),
    names(ciphers.keys()),
    names(macs.keys()),
    names(macs.keys()),
    ...['none', 'none', '', ''].map(sshString),
    Buffer.alloc(5),
  ])
}

async function methodsOf(
  transport: SshTransport,
  offer: Offer,
  transcript: { ourVersion: string; theirVersion: string; ourInit: Buffer; theirInit: Buffer },
): Promise<string[] | 'open' | undefined> {
  const pick = (ours: ReadonlyMap<string, unknown>, theirs: readonly string[]) =>
    [...ours.keys()].find((name) => theirs.includes(name))
  const [kex, cipher, mac] = [pick(exchanges, offer.exchanges), pick(ciphers, offer.ciphers), pick(macs, offer.macs)]
  if (!kex || !cipher || !mac) return undefined
  const exchange = exchanges.get(kex)!()
  transport.send(Buffer.concat([Buffer.from([KEX_INIT]), exchange.ours]))
  const reply = await transport.receive(WAIT)
  if (reply?.[0] !== KEX_INIT + 1) return undefined
  const { derive } = sessionOf(exchange, transcript, reply)
  transport.send(Buffer.from([NEWKEYS]))
  if ((await transport.receive(WAIT))?.[0] !== NEWKEYS) return undefined
  transport.useKeys(cipher, mac, derive)
  transport.send(Buffer.concat([Buffer.from([SERVICE_REQUEST]), sshString('ssh-userauth')]))
  if ((await transport.receive(WAIT))?.[0] !== SERVICE_ACCEPT) return undefined
  transport.send(Buffer.concat([Buffer.from([AUTH_REQUEST]), ...['lunette', 'ssh-connection', 'none'].map(sshString)]))
  const answer = await transport.receive(WAIT)
  if (answer?.[0] === AUTH_SUCCESS) return 'open'
  return answer?.[0] === AUTH_FAILURE ? new SshReader(answer, 1).names() : undefined
}

function methodSigns(methods: string[] | 'open' | undefined): Sign[] {
  if (methods === 'open') return [{ kind: 'no-authentication', evidence: 'signed in by the method “none”' }]
  const named = methods?.filter((method) => method === 'password' || method === 'keyboard-interactive') ?? []
  return named.includes('password')
    ? [{ kind: 'password-login', evidence: `methods offered: ${plainText((methods ?? []).join(', '), 200)}` }]
    : []
}

/** Algorithms that RFC 9142 and OpenSSH's defaults have left behind. */
const weak = [
  /^diffie-hellman-group1-sha1$/,
  /^diffie-hellman-group-exchange-sha1$/,
  /^(?:ssh-dss|rsa1024-sha1)$/,
  /^(?:arcfour\d*|des-cbc|3des-cbc|blowfish-cbc|cast128-cbc|none)$/,
  /^hmac-(?:md5|sha1)-96$|^hmac-md5$|^hmac-ripemd160$/,
]

function algorithmSigns(offer: Offer): Sign[] {
  const all = [...offer.exchanges, ...offer.hostKeys, ...offer.ciphers, ...offer.macs]
  const found = [...new Set(all.filter((name) => weak.some((pattern) => pattern.test(name))))]
  return found.length === 0 ? [] : [{ kind: 'weak-algorithm', evidence: `offers ${plainText(found.join(', '), 300)}` }]
}
