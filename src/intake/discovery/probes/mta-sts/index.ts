import { connect } from 'node:tls'
import type { NamedAsset } from '#core/vocabulary'
import type { NameTools, Probe, Sighting } from '../../contract.ts'
import type { DnsName } from '../../dns/name.ts'
import { trouble, type WeaknessRule, weakness } from '../sighting.ts'
import { parsePolicy, servesName } from './policy.ts'

const TIMEOUT_MS = 8000
/** RFC 8461 section 3.3: a policy need not be read beyond 64 kB. */
const MOST_BYTES = 65_536
const HTTPS_PORT = 443

/** Reads the policy that mail servers read before they send to a domain. */
export const mtaSts: Probe = {
  id: 'mta-sts',
  title: 'MTA-STS policy',
  sends: 'One HTTPS request for /.well-known/mta-sts.txt, as mail servers do',
  consumes: ['hostname'],
  produces: [],
  of: ['owned'],
  activity: 'active',
  wants: ({ name }) => name.startsWith('mta-sts.'),
  look,
}

async function* look(subject: NamedAsset, tools: NameTools): AsyncGenerator<Sighting> {
  const name = subject.name as DnsName
  const domain = name.slice('mta-sts.'.length) as DnsName
  if ((await tools.resolver.ask(`_mta-sts.${domain}` as DnsName, 'TXT')).records.length === 0) return
  for (const { value } of (await tools.resolver.ask(name, 'A')).records) {
    if (!tools.scope.approves(value)) continue
    const body = await fetchPolicy(value, name, tools)
    if (body === undefined) yield trouble(subject, mtaSts.id, 'no-policy', `${value} gave no policy for ${name}`)
    else
      yield* judged(
        subject,
        body,
        await tools.resolver.ask(domain, 'MX').then(({ records }) => records.flatMap(({ target }) => target ?? [])),
      )
    return
  }
}

function* judged(subject: NamedAsset, body: string, servers: readonly DnsName[]): Generator<Sighting> {
  const policy = parsePolicy(body)
  const shown = body.replace(/\s+/g, ' ').slice(0, 300)
  if (!policy) return yield weakness(rules.invalid, subject, shown)
  if (policy.mode === 'testing') yield weakness(rules.testing, subject, shown)
  const left = servers.filter((server) => !policy.mx.some((pattern) => servesName(pattern, server)))
  if (policy.mode !== 'none' && left.length > 0)
    yield weakness(rules.servers, subject, `${left.join(', ')} not in: ${shown}`)
}

/** One request over a connection of the port; what does not end in time or grows too large is no policy. */
async function fetchPolicy(address: string, name: DnsName, { port, signal }: NameTools): Promise<string | undefined> {
  const connected = await port.connect({ address, port: HTTPS_PORT }, { timeoutMs: TIMEOUT_MS, signal })
  if (!connected.ok) return undefined
  // The certificate is judged where services are looked at; here only the policy is read.
  const stream = connect({ socket: connected.value, servername: name, rejectUnauthorized: false })
  const timer = setTimeout(() => stream.destroy(new Error('timeout')), TIMEOUT_MS)
  try {
    stream.write(
      `GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: ${name}\r\nUser-Agent: Lunette\r\nConnection: close\r\n\r\n`,
    )
    let text = ''
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      text += chunk.toString('latin1')
      if (text.length > MOST_BYTES) break
    }
    const end = text.indexOf('\r\n\r\n')
    return /^HTTP\/1\.[01] 200\b/.test(text) && end > 0 ? text.slice(end + 4) : undefined
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
    stream.on('error', () => {})
    stream.destroy()
    connected.value.destroy()
  }
}

const references = ['https://www.rfc-editor.org/rfc/rfc8461']
const reason = 'Who sits between mail servers can strip encryption from mail to the domain.'
const rules = {
  testing: {
    ruleId: 'mta-sts-testing',
    title: 'MTA-STS is still being tested',
    severity: 'low',
    reason: `${reason} mode: testing asks senders to deliver all the same.`,
    remedy: 'Set mode: enforce once the reports show no failures.',
    references,
  },
  invalid: {
    ruleId: 'mta-sts-invalid',
    title: 'MTA-STS policy cannot be read',
    severity: 'low',
    reason: `${reason} Senders ignore a policy that they cannot read.`,
    remedy: 'Publish a policy with version, mode, mx and max_age.',
    references,
  },
  servers: {
    ruleId: 'mta-sts-mx-mismatch',
    title: 'MTA-STS policy leaves mail servers out',
    severity: 'medium',
    reason: 'Senders that enforce the policy do not deliver to servers that it does not name.',
    remedy: 'Name every mail server of the domain in the policy.',
    references,
  },
} satisfies Record<string, WeaknessRule>
