import { err, ok, problem } from '#core/kernel'
import { type Conversation, plainText, replyLength } from '../../../conversation/index.ts'
import type { Line, Sign, Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

const ANSWER_MS = 4_000

/**
 * FTP (RFC 959): greeting, features, TLS by AUTH TLS (RFC 4217), and whether the anonymous account is open (RFC 1635),
 * signed in as browsers do and left again. No file is listed, read or written.
 */
export const ftp: Speaker = {
  id: 'ftp',
  title: 'FTP',
  sends: 'FEAT, AUTH TLS, USER anonymous as browsers do, QUIT; no file is listed or read',
  ports: [21, 2121, 990],
  recognises: (greeting) =>
    /^220[ -]/.test(greeting.toString('latin1', 0, 4)) && !/\bE?SMTP\b/i.test(greeting.toString('latin1')),
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const talk = opened.value
    const banner = plainText((await talk.next(replyLength, 6_000)) ?? '', 512)
    if (!/^220/.test(banner)) {
      talk.close()
      return undefined
    }
    const features = await ask(talk, 'FEAT\r\n')
    const answers = /^(?:211|5\d\d|4\d\d)/.test(features)
    // One that says what it is, and nothing more to strangers, is one all the same.
    if (!answers && !/ftp/i.test(banner)) {
      talk.close()
      return undefined
    }
    const secured = /\bAUTH\b[^\n]*TLS|\bAUTH SSL/i.test(features)
    const signs = answers ? await signsOf(line, talk, secured) : []
    talk.say('QUIT\r\n')
    talk.close()
    return {
      protocol: 'ftp',
      banner,
      observations: [observe('ftp.banner', banner.replace(/^220[ -]/, ''), 'FTP banner')],
      signs,
      ...(secured && !line.secure ? { startTls: () => beginTls(line) } : {}),
    }
  },
}

async function signsOf(line: Line, talk: Conversation, secured: boolean): Promise<Sign[]> {
  const signs: Sign[] = []
  if (!line.secure && !secured) signs.push({ kind: 'no-starttls', evidence: 'FEAT answered without AUTH TLS' })
  const user = await ask(talk, 'USER anonymous\r\n')
  const password = /^331/.test(user) ? await ask(talk, 'PASS anonymous@\r\n') : ''
  const welcome = [user, password].find((reply) => /^230/.test(reply))
  if (welcome !== undefined) signs.push({ kind: 'anonymous', evidence: `USER anonymous: ${plainText(welcome, 160)}` })
  return signs
}

async function ask(talk: Conversation, words: string): Promise<string> {
  talk.say(words)
  return (await talk.next(ftpReplyLength, ANSWER_MS))?.toString('latin1') ?? ''
}

/** A reply of several lines ends with the one that begins with its code and a space; lines between may begin with anything. */
function ftpReplyLength(unread: Buffer): number {
  const text = unread.toString('latin1')
  const code = /^(\d{3})-/.exec(text)?.[1]
  if (code === undefined) return text.indexOf('\n') + 1
  const last = new RegExp(`^${code} [^\\n]*\\n`, 'm').exec(text)
  return last ? last.index + last[0].length : 0
}

async function beginTls(line: Line) {
  const opened = await line.open({ bytes: 512 * 1024 })
  if (!opened.ok) return opened
  const talk = opened.value
  await talk.next(replyLength, 6_000)
  if (/^234/.test(await ask(talk, 'AUTH TLS\r\n'))) return ok(talk.release())
  talk.close()
  return err(problem('no-starttls', 'AUTH TLS was refused'))
}
