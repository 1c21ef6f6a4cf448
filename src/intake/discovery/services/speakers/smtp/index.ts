import { err, ok, problem } from '#core/kernel'
import { type Conversation, plainText, replyLength } from '../../../conversation/index.ts'
import type { Line, Sign, Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

const GREETING_MS = 6_000
const ANSWER_MS = 4_000
const OUR_NAME = 'discovery.invalid'

/** SMTP (RFC 5321): greeting, what EHLO offers, and TLS by STARTTLS (RFC 3207). No mail is begun. */
export const smtp: Speaker = {
  id: 'smtp',
  title: 'SMTP',
  sends: 'EHLO, STARTTLS, QUIT; no mail is begun and no relay tried',
  ports: [25, 587, 465, 2525],
  recognises: (greeting) =>
    /^220[ -]/.test(greeting.toString('latin1', 0, 4)) && !/\bFTP\b/i.test(greeting.toString('latin1')),
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const talk = opened.value
    const greeting = await talk.next(replyLength, GREETING_MS)
    const banner = plainText(greeting ?? '', 512)
    if (!/^220/.test(banner)) {
      talk.close()
      return undefined
    }
    const offers = await ask(talk, `EHLO ${OUR_NAME}\r\n`)
    const answers = /^250/.test(offers)
    // One that says what it is, and lets strangers no further, is one all the same.
    if (!answers && !/\bE?SMTP\b/i.test(banner)) {
      talk.close()
      return undefined
    }
    talk.say('QUIT\r\n')
    talk.close()
    const startTls = /^250[ -]STARTTLS/im.test(offers)
    return {
      protocol: 'smtp',
      banner,
      observations: [
        observe('smtp.banner', banner.replace(/^220[ -]/, ''), 'SMTP banner'),
        observe('smtp.ehlo', offers, 'EHLO answer'),
      ],
      signs: answers ? signsOf(line, offers, startTls) : [],
      names: namesIn(banner),
      ...(startTls && !line.secure ? { startTls: () => beginTls(line) } : {}),
    }
  },
}

function signsOf(line: Line, offers: string, startTls: boolean): Sign[] {
  if (line.secure) return []
  const logins = /^250[ -]AUTH[ =]([^\r\n]*)/im.exec(offers)?.[1]
  const plain = logins !== undefined && /\b(?:PLAIN|LOGIN)\b/i.test(logins)
  return [
    ...(startTls
      ? []
      : [{ kind: 'no-starttls' as const, evidence: `EHLO answered without STARTTLS: ${plainText(offers, 200)}` }]),
    ...(plain
      ? [{ kind: 'cleartext-login' as const, evidence: `AUTH ${plainText(logins, 120)} offered before encryption` }]
      : []),
  ]
}

/** The greeting begins with the name of the server. */
function namesIn(banner: string): { name: string; technique: string }[] {
  const name = /^220[ -]([\w-]+(?:\.[\w-]+)+)/.exec(banner)?.[1]
  return name === undefined || /^[\d.]+$/.test(name) ? [] : [{ name: name.toLowerCase(), technique: 'smtp-banner' }]
}

async function ask(talk: Conversation, words: string): Promise<string> {
  talk.say(words)
  return (await talk.next(replyLength, ANSWER_MS))?.toString('latin1') ?? ''
}

async function beginTls(line: Line) {
  const opened = await line.open({ bytes: 512 * 1024 })
  if (!opened.ok) return opened
  const talk = opened.value
  const greeted = await talk.next(replyLength, GREETING_MS)
  const ready =
    greeted && /^250/.test(await ask(talk, `EHLO ${OUR_NAME}\r\n`)) && /^220/.test(await ask(talk, 'STARTTLS\r\n'))
  if (ready) return ok(talk.release())
  talk.close()
  return err(problem('no-starttls', 'STARTTLS was refused'))
}
