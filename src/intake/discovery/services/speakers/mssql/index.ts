import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

/** A TDS prelogin that asks for version and encryption (MS-TDS 2.2.6.5). */
const PRELOGIN = Buffer.from('1201001a0000010000000b00060100110001ff00000000000000', 'hex')
const encryptions = ['available', 'on', 'not supported', 'required']

/** Microsoft SQL Server: the prelogin, answered by version and encryption. No sign-in is tried. */
export const mssql: Speaker = {
  id: 'mssql',
  title: 'Microsoft SQL Server',
  sends: 'a prelogin packet; no sign-in is tried',
  ports: [1433, 1434],
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    opened.value.say(PRELOGIN)
    const answer = await opened.value.next(
      (unread) => (unread.length < 4 ? 0 : Math.max(8, Math.min(unread.readUInt16BE(2), 4_096))),
      3_000,
    )
    opened.value.close()
    const told = answer && readPrelogin(answer)
    if (!told) return undefined
    const unencrypted = told.encryption === 2
    return {
      protocol: 'mssql',
      banner: `version ${told.version}, encryption ${encryptions[told.encryption] ?? told.encryption}`,
      observations: [observe('mssql.version', told.version, 'TDS prelogin')],
      signs:
        unencrypted && !line.secure
          ? [{ kind: 'no-starttls', evidence: 'the prelogin says that encryption is not supported' }]
          : [],
    }
  },
}

/** Version and encryption of a prelogin answer. Undefined when it is none; sound for any bytes. */
export function readPrelogin(packet: Buffer): { version: string; encryption: number } | undefined {
  if (packet.length < 20 || packet[0] !== 4 || packet[8] !== 0) return undefined
  let version: string | undefined
  let encryption = 0
  for (let at = 8; at + 5 <= packet.length && packet[at] !== 0xff; at += 5) {
    const start = 8 + packet.readUInt16BE(at + 1)
    if (start + packet.readUInt16BE(at + 3) > packet.length) return undefined
    if (packet[at] === 0 && start + 4 <= packet.length)
      version = `${packet[start]}.${packet[start + 1]}.${packet.readUInt16BE(start + 2)}`
    if (packet[at] === 1) encryption = packet[start] ?? 0
  }
  return version === undefined ? undefined : { version, encryption }
}
