import { err, ok, problem } from '#core/kernel'
import { type Conversation, lineLength, plainText } from '../../../conversation/index.ts'
import type { Line, Sign, Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

const ANSWER_MS = 4_000

/** IMAP (RFC 9051): greeting, capabilities, the server's ID (RFC 2971), and TLS by STARTTLS. No sign-in is tried. */
export const imap: Speaker = {
  id: 'imap',
  title: 'IMAP',
  sends: 'CAPABILITY, ID, STARTTLS, LOGOUT; no sign-in is tried',
  ports: [143, 993],
  recognises: (greeting) => /^\* (?:OK|PREAUTH|BYE)\b/.test(greeting.toString('latin1', 0, 12)),
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const talk = opened.value
    const greeting = plainText((await talk.next(lineLength, ANSWER_MS)) ?? '', 1_024)
    if (!/^\* (?:OK|PREAUTH|BYE)\b/.test(greeting)) {
      talk.close()
      return undefined
    }
    const offers = await ask(talk, 'a1 CAPABILITY', 'a1')
    const id = / ID\b/.test(offers) ? await ask(talk, 'a2 ID NIL', 'a2') : ''
    talk.say('a3 LOGOUT\r\n')
    talk.close()
    const capabilities = `${greeting} ${offers}`
    const startTls = /\bSTARTTLS\b/.test(capabilities)
    return {
      protocol: 'imap',
      banner: greeting,
      observations: [
        observe('imap.banner', greeting.replace(/^\* /, ''), 'IMAP banner'),
        ...(id === '' ? [] : [observe('imap.id', id, 'IMAP ID answer')]),
      ],
      signs: signsOf(line, capabilities, startTls),
      ...(startTls && !line.secure ? { startTls: () => beginTls(line) } : {}),
    }
  },
}

/** LOGIN is allowed unless it is said not to be (RFC 9051 section 6.2.3). */
function signsOf(line: Line, capabilities: string, startTls: boolean): Sign[] {
  if (line.secure) return []
  const plain = /\bAUTH=(?:PLAIN|LOGIN)\b/.exec(capabilities)?.[0]
  const login = /\bCAPABILITY\b/.test(capabilities) && !/\bLOGINDISABLED\b/.test(capabilities)
  return [
    ...(startTls ? [] : [{ kind: 'no-starttls' as const, evidence: 'CAPABILITY answered without STARTTLS' }]),
    ...(plain !== undefined || login
      ? [
          {
            kind: 'cleartext-login' as const,
            evidence: `${plain ?? 'LOGIN'} offered before encryption: ${plainText(capabilities, 200)}`,
          },
        ]
      : []),
  ]
}

async function ask(talk: Conversation, words: string, tag: string): Promise<string> {
  talk.say(`${words}\r\n`)
  const lines: string[] = []
  for (let count = 0; count < 20; count++) {
    const line = (await talk.next(lineLength, ANSWER_MS))?.toString('latin1')
    if (line === undefined) break
    lines.push(line.trim())
    if (line.startsWith(`${tag} `)) break
  }
  return plainText(lines.join(' '), 2_048)
}

async function beginTls(line: Line) {
  const opened = await line.open({ bytes: 512 * 1024 })
  if (!opened.ok) return opened
  const talk = opened.value
  const greeted = await talk.next(lineLength, ANSWER_MS)
  if (greeted && /^s1 OK/.test(await ask(talk, 's1 STARTTLS', 's1'))) return ok(talk.release())
  talk.close()
  return err(problem('no-starttls', 'STARTTLS was refused'))
}
