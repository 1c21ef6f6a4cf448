import type { ProbeTarget } from '#core/kernel'
import type { SeenService } from '#core/vocabulary'
import { judge, type ServiceLook } from '../exposures/index.ts'
import type { Spoken } from './contract.ts'
import { type DatagramSpeaker, datagramSpeakers } from './datagrams/index.ts'
import type { InspectionTools } from './inspect.ts'

const WAIT_MS = 1_000
const TRIES = 2
const LARGEST = 8 * 1024

/**
 * Asks a port over UDP in the protocols whose habit it is, one of no habit in each, and says what answered. Silence tells
 * nothing: undefined.
 */
export async function inspectDatagrams(
  target: ProbeTarget,
  names: readonly string[],
  tools: InspectionTools,
): Promise<SeenService | undefined> {
  const byHabit = datagramSpeakers.filter(({ port }) => port === target.port)
  for (const speaker of byHabit.length > 0 ? byHabit : datagramSpeakers) {
    const spoken = await ask(speaker, target, tools)
    if (spoken) return assemble(spoken, target, names, tools)
  }
  return undefined
}

/** Each question until the first answer that tells the most; a lost datagram is sent once more. */
async function ask(speaker: DatagramSpeaker, target: ProbeTarget, tools: InspectionTools): Promise<Spoken | undefined> {
  let best: Spoken | undefined
  for (const question of speaker.questions()) {
    for (let tried = 0; tried < TRIES; tried++) {
      const answer = await exchange(question, target, tools)
      const spoken = answer && answer.length <= LARGEST ? speaker.read(answer) : undefined
      if (!best || (spoken && spoken.observations.length > best.observations.length)) best = spoken ?? best
      if (answer) break
    }
    if (best && best.observations.length > 0) break
  }
  return best
}

async function exchange(
  question: Buffer,
  target: ProbeTarget,
  { port, signal }: InspectionTools,
): Promise<Buffer | undefined> {
  const opened = await port.datagrams(target, { timeoutMs: WAIT_MS, signal })
  if (!opened.ok) return undefined
  const channel = opened.value
  try {
    return await new Promise<Buffer | undefined>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), WAIT_MS)
      const done = (answer?: Buffer): void => {
        clearTimeout(timer)
        resolve(answer)
      }
      channel.onMessage((datagram) => done(datagram))
      channel.onError(() => done())
      channel.send(question)
    })
  } finally {
    channel.close()
  }
}

function assemble(spoken: Spoken, target: ProbeTarget, names: readonly string[], tools: InspectionTools): SeenService {
  const software = tools.fingerprints.book.identify(spoken.observations)
  const look: ServiceLook = {
    target,
    transport: 'udp',
    names,
    protocol: spoken.protocol,
    secure: false,
    signs: spoken.signs,
    software,
    sites: [],
    ...(spoken.banner === undefined ? {} : { banner: spoken.banner }),
    fingerprints: tools.fingerprints,
    now: tools.now(),
  }
  return {
    address: target.address,
    port: target.port,
    transport: 'udp',
    protocol: spoken.protocol,
    names: [...names],
    software,
    weaknesses: judge(look),
    pivots: [],
    ...(spoken.banner === undefined ? {} : { banner: spoken.banner }),
  }
}
