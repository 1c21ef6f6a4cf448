import { searchOddity } from '#contract/certificate-search'
import { err, ok, type Problem, problem } from '#core/kernel'
import { type DiscoverySettings, vantageOf } from '#exposure/surface'
import { changeDiscoverySettings, type SettingsChange } from '#exposure/surface/store'
import { areQuietHours, mayAskResolver, parseServer } from '#platform/probe'
import { withNewRuntime } from '../open.ts'
import { finish, print } from '../say.ts'
import { changeScope } from '../scope-change.ts'

interface Flags {
  dataDir?: string
  json?: boolean
  perHost?: number
  perNetwork?: number
  resolver?: string[]
  certificateSearch?: string
  rdap?: string
  contact?: string
  quiet?: string
  timeZone?: string
  outside?: boolean
}

/** `lunette scope set`: how discovery behaves; without options, says how. */
export async function set({ dataDir, json, ...flags }: Flags): Promise<number> {
  const done = await withNewRuntime(dataDir === undefined ? {} : { dataDir }, (runtime) =>
    changeScope(runtime, 'scope.settings', 'settings', async (work, speaker) => {
      const wrong = troubleWith(flags, runtime.config.privateHosts)
      return wrong ? err(wrong) : ok(await changeDiscoverySettings(work, speaker, changeOf(flags)))
    }),
  )
  const odd = searchOddity(flags.certificateSearch ?? '')
  return finish(done, (settings) => print(settings, [sentenceOf(settings), ...(odd ? [odd] : [])].join('\n'), json))
}

function changeOf({ resolver, certificateSearch, rdap, contact, quiet, timeZone, ...rest }: Flags): SettingsChange {
  const { perHost, perNetwork, outside } = rest
  return {
    ...{ perHost, perNetwork, outside },
    ...(resolver && { resolvers: resolver.filter((server) => server !== '') }),
    ...(certificateSearch !== undefined && { certificateSearch: certificateSearch || null }),
    ...(rdap !== undefined && { rdap: rdap || null }),
    ...(contact !== undefined && { contact: contact || null }),
    ...(quiet !== undefined && { quietHours: quiet === '' ? null : hoursOf(quiet, timeZone) }),
  }
}

function hoursOf(quiet: string, timeZone = 'UTC'): NonNullable<DiscoverySettings['quietHours']> {
  const [from = '', to = ''] = quiet.split('-').map((time) => time.trim())
  return { from, to, days: [], timeZone }
}

function troubleWith(flags: Flags, privateHosts: readonly string[]): Problem | undefined {
  const { resolver = [], certificateSearch, rdap, contact, quiet, timeZone } = flags
  const server = resolver.find((text) => text !== '' && !parseServer(text))
  if (server !== undefined)
    return problem('bad-settings', `"${server}" is no resolver: give an address, or address:port`)
  const closed = resolver.find((text) => text !== '' && !mayAskResolver(text, privateHosts))
  if (closed !== undefined)
    return problem(
      'host-not-allowed',
      `${closed} is on a private address: list it in LUNETTE_PRIVATE_HOSTS. This command reads that from its own environment, not from the server’s: set it there, too`,
    )
  const url = [certificateSearch, rdap].find((text) => text && !/^https?:\/\//.test(text))
  if (url !== undefined) return problem('bad-settings', `"${url}" is no http(s) address`)
  if (certificateSearch && !certificateSearch.includes('%s'))
    return problem(
      'bad-settings',
      `"${certificateSearch}" has no %s, where the domain goes: every search would ask for the same`,
    )
  if (contact !== undefined && !/^[\x20-\x7e]{0,200}$/.test(contact))
    return problem('bad-settings', 'the contact goes into headers: plain characters, at most 200')
  if (quiet && !areQuietHours(hoursOf(quiet, timeZone)))
    return problem('bad-settings', `"${quiet}" are no hours: give 22:00-06:00, and a time zone such as Europe/Berlin`)
  return undefined
}

function sentenceOf(settings: DiscoverySettings): string {
  const { perHost, perNetwork, resolvers, certificateSearch, rdap, contact, quietHours, stopped } = settings
  return [
    `${perHost} a second to a host, ${perNetwork} to a network`,
    `resolvers: ${resolvers.join(', ') || 'those of this machine'}`,
    `certificate search: ${certificateSearch ?? 'none'}; RDAP: ${rdap ?? 'none'}; contact: ${contact ?? 'nobody'}`,
    `quiet hours: ${quietHours ? `${quietHours.from} to ${quietHours.to} (${quietHours.timeZone})` : 'none'}`,
    `it looks from ${vantageOf(settings)}${stopped ? `; all probes are stopped by ${stopped.by}` : ''}`,
  ].join('\n')
}
