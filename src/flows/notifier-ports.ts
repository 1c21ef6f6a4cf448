import type { NotifierPorts } from '#action/notifiers'
import { type Clock, err, ok, problem } from '#core/kernel'
import { servicePort } from '#platform/http'

const CALL_MS = 30_000
const MOST_REPLY_BYTES = 1024 * 1024

/** The world as a notifier may touch it: its own host only, by the rules of the service port (law 6). */
export function notifierPorts(
  { clock, privateHosts }: { clock: Clock; privateHosts: readonly string[] },
  host: string,
): NotifierPorts & { close(): Promise<void> } {
  const listed = privateHosts.includes(host)
  const port = servicePort({ hosts: [host], privateHosts: listed ? [host] : [] })
  return {
    clock,
    async call(call) {
      const answer = await port.send(call, AbortSignal.timeout(CALL_MS))
      if (!answer.ok) return answer
      const { status, headers, body } = answer.value
      try {
        return ok({ status, headers, text: await beginningOf(body) })
      } catch (cause) {
        return err(problem('unreachable', `${host} broke off its answer`, cause))
      }
    },
    connect: (to, at) => port.connect(to, at),
    close: () => port.close(),
  }
}

/** As much of an answer as anybody needs; the rest is left unread. */
async function beginningOf(body: AsyncIterable<Buffer> & { destroy(): unknown }): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > MOST_REPLY_BYTES) break
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
