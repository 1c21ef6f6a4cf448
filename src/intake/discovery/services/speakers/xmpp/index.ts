import { plainText } from '../../../conversation/index.ts'
import type { Sign, Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

/** XMPP (RFC 6120): the stream header and the features offered on it. No sign-in is tried. */
export const xmpp: Speaker = {
  id: 'xmpp',
  title: 'XMPP',
  sends: 'the head of a stream, to be told its features; no sign-in is tried',
  ports: [5222, 5269, 5223],
  async speak(line) {
    const opened = await line.open({ bytes: 32 * 1024 })
    if (!opened.ok) return undefined
    const talk = opened.value
    const host = line.names[0] ?? 'localhost'
    talk.say(
      `<?xml version='1.0'?><stream:stream to='${host}' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>`,
    )
    const text = (await talk.words(300, 3_000)).toString('utf8')
    talk.close()
    const head = /<stream:stream\b[^>]{0,600}>/.exec(text)?.[0]
    if (head === undefined) return undefined
    const features = text.slice(0, 8_192)
    const startTls = /<starttls\b/.test(features)
    const plain = /<mechanism>\s*PLAIN\s*</.test(features)
    const signs: Sign[] = line.secure
      ? []
      : [
          ...(!startTls
            ? [
                {
                  kind: 'no-starttls' as const,
                  evidence: `no starttls among the features: ${plainText(features, 160)}`,
                },
              ]
            : []),
          ...(plain ? [{ kind: 'cleartext-login' as const, evidence: 'SASL PLAIN offered before encryption' }] : []),
        ]
    return {
      protocol: 'xmpp',
      banner: plainText(head, 200),
      observations: [observe('xmpp.stream', features, 'XMPP stream', 2_048)],
      signs,
    }
  },
}
