import { err, ok, problem } from '#core/kernel'
import { type Conversation, lineLength, plainText } from '../../../conversation/index.ts'
import type { Line, Sign, Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

const ANSWER_MS = 4_000

/** POP3 (RFC 1939): greeting, capabilities (RFC 2449) and TLS by STLS (RFC 2595). No sign-in is tried. */
export const pop3: Speaker = {
  id: 'pop3',
  title: 'POP3',
  sends: 'CAPA, STLS, QUIT; no sign-in is tried',
  ports: [110, 995],
  recognises: (greeting) => greeting.toString('latin1', 0, 3) === '+OK',
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const talk = opened.value
    const greeting = plainText((await talk.next(lineLength, ANSWER_MS)) ?? '', 512)
    if (!greeting.startsWith('+OK')) {
      talk.close()
      return undefined
    }
    talk.say('CAPA\r\n')
    const offers = await capabilities(talk)
    talk.say('QUIT\r\n')
    talk.close()
    const startTls = /(?:^|\n)STLS\b/.test(offers)
    return {
      protocol: 'pop3',
      banner: greeting,
      observations: [observe('pop3.banner', greeting.replace(/^\+OK ?/, ''), 'POP3 banner')],
      signs: signsOf(line, offers, startTls),
      ...(startTls && !line.secure ? { startTls: () => beginTls(line) } : {}),
    }
  },
}

function signsOf(line: Line, offers: string, startTls: boolean): Sign[] {
  if (line.secure) return []
  const login = /(?:^|\n)(USER|SASL[^\n]*\b(?:PLAIN|LOGIN)\b[^\n]*)/.exec(offers)?.[1]
  return [
    ...(startTls ? [] : [{ kind: 'no-starttls' as const, evidence: 'CAPA answered without STLS' }]),
    ...(login === undefined
      ? []
      : [{ kind: 'cleartext-login' as const, evidence: `${plainText(login, 120)} offered before encryption` }]),
  ]
}

async function capabilities(talk: Conversation): Promise<string> {
  const lines: string[] = []
  for (let count = 0; count < 40; count++) {
    const line = (await talk.next(lineLength, ANSWER_MS))?.toString('latin1').trimEnd()
    if (line === undefined || line === '.' || line.startsWith('-ERR')) break
    lines.push(plainText(line, 256))
  }
  return lines.join('\n')
}

async function beginTls(line: Line) {
  const opened = await line.open({ bytes: 512 * 1024 })
  if (!opened.ok) return opened
  const talk = opened.value
  await talk.next(lineLength, ANSWER_MS)
  talk.say('STLS\r\n')
  const answer = await talk.next(lineLength, ANSWER_MS)
  if (answer?.toString('latin1').startsWith('+OK')) return ok(talk.release())
  talk.close()
  return err(problem('no-starttls', 'STLS was refused'))
}
