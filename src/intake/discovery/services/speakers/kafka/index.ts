import { plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'
import { type Broker, metadataRequest, readApiVersions, readMetadata, request } from './wire.ts'

const API_VERSIONS = 18
const METADATA = 3

/** Kafka: which requests a broker takes, and which brokers there are where it tells strangers. No topic is named or read. */
export const kafka: Speaker = {
  id: 'kafka',
  title: 'Kafka',
  sends: 'ApiVersions and Metadata for no topic; no sign-in, nothing is read or written',
  ports: [9092, 9093, 9094, 19092, 29092],
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const talk = opened.value
    talk.say(request(API_VERSIONS, 0))
    const versions = readApiVersions((await talk.next(frameLength, 2_000)) ?? Buffer.alloc(0))
    if (!versions) {
      talk.close()
      return undefined
    }
    const asked = Math.max(1, versions.get(METADATA)?.least ?? 1)
    talk.say(metadataRequest(asked))
    // A broker that wants a sign-in first hangs up.
    const brokers =
      asked <= 8 ? readMetadata((await talk.next(frameLength, 2_000)) ?? Buffer.alloc(0), asked) : undefined
    talk.close()
    const places = brokers?.map(({ host, port }) => `${host}:${port}`).join(', ')
    return {
      protocol: 'kafka',
      banner: plainText(places ? `brokers ${places}` : `${versions.size} kinds of requests`, 200),
      observations: [observe('kafka.api', 'ApiVersions', 'ApiVersions answer')],
      signs: places
        ? [{ kind: 'no-authentication', evidence: `Metadata was answered without a sign-in: ${places.slice(0, 300)}` }]
        : [],
      names: (brokers ?? []).map(({ host }: Broker) => ({ name: host, technique: 'kafka-metadata' })),
    }
  },
}

function frameLength(unread: Buffer): number {
  if (unread.length < 4) return 0
  const length = unread.readInt32BE(0)
  return length < 0 || length > 65_536 ? unread.length : 4 + length
}
