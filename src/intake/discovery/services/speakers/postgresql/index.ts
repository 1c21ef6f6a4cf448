import { err, ok, problem } from '#core/kernel'
import { plainText } from '../../../conversation/index.ts'
import type { Line, Sign, Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])
/** A startup message of a protocol that no server speaks: answered by an error, before any user is named. */
const UNKNOWN_PROTOCOL = Buffer.from([0, 0, 0, 9, 0, 255, 0, 0, 0])

/** PostgreSQL: whether it offers TLS, and its error message on an unknown protocol. No user is named. */
export const postgresql: Speaker = {
  id: 'postgresql',
  title: 'PostgreSQL',
  sends: 'SSLRequest, and a startup message of an unknown protocol version to read the error; no user is named',
  ports: [5432, 5433, 6432],
  async speak(line) {
    const offered = await sslAnswer(line)
    if (offered === undefined) return undefined
    const fields = await errorFields(line)
    // One letter proves nothing: many a banner begins with an S.
    if (fields.size === 0) return undefined
    const signs: Sign[] =
      offered === 'N' && !line.secure ? [{ kind: 'no-starttls', evidence: 'SSLRequest was answered with N' }] : []
    const message = plainText(fields.get('M') ?? `SSLRequest: ${offered}`, 200)
    return {
      protocol: 'postgresql',
      banner: message,
      observations: [observe('postgresql.error', message, 'PostgreSQL error message')],
      signs,
      ...(offered === 'S' ? { startTls: () => beginTls(line) } : {}),
    }
  },
}

async function sslAnswer(line: Line): Promise<string | undefined> {
  const opened = await line.open()
  if (!opened.ok) return undefined
  opened.value.say(SSL_REQUEST)
  const answer = (await opened.value.next((unread) => unread.length, 3_000))?.toString('latin1')
  opened.value.close()
  return answer === 'S' || answer === 'N' ? answer : undefined
}

async function errorFields(line: Line): Promise<Map<string, string>> {
  const opened = await line.open()
  if (!opened.ok) return new Map()
  opened.value.say(UNKNOWN_PROTOCOL)
  const message = await opened.value.next(
    (unread) => (unread.length < 5 ? 0 : Math.min(unread.readUInt32BE(1) + 1, 8_192)),
    3_000,
  )
  opened.value.close()
  return readError(message ?? Buffer.alloc(0))
}

/** Fields of an ErrorResponse by their letter. Sound for any bytes. */
export function readError(message: Buffer): Map<string, string> {
  const fields = new Map<string, string>()
  if (message[0] !== 0x45) return fields
  for (let at = 5; at < message.length && message[at] !== 0 && fields.size < 20; ) {
    const end = message.indexOf(0, at + 1)
    if (end < 0) break
    fields.set(String.fromCharCode(message[at] ?? 0), message.toString('utf8', at + 1, end))
    at = end + 1
  }
  return fields
}

async function beginTls(line: Line) {
  const opened = await line.open({ bytes: 512 * 1024 })
  if (!opened.ok) return opened
  opened.value.say(SSL_REQUEST)
  if ((await opened.value.next(() => 1, 3_000))?.toString('latin1') === 'S') return ok(opened.value.release())
  opened.value.close()
  return err(problem('no-starttls', 'SSLRequest was refused'))
}
