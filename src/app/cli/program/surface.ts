import { type Command, Option } from 'commander'
import type { DiscoveryLook } from '#core/vocabulary'
import { MOST_FINDINGS, rows } from './arguments.ts'
import { lazily } from './lazily.ts'
import { addRunCommands } from './scan.ts'

const looks: readonly DiscoveryLook[] = ['names', 'certificates', 'ports', 'services', 'deep']

/** Discovery, agents and what was found. */
export function addSurface(program: Command): void {
  const discover = program
    .command('discover')
    .argument('[seed...]', 'domains, addresses, ranges or names of organisations; without any, all seeds of the scope')
    .addOption(
      new Option('--look <part>', 'how closely; all but deep begin with what is known')
        .choices([...looks])
        .default('deep'),
    )
    .option('--agent <name>', 'a probe agent that looks instead of this host')
    .option('--json', 'print JSON')
    .description('look for what hangs on the seeds; active probes touch only what is approved ("scope")')
    .action(lazily(async () => (await import('../commands/discover.ts')).discover))
  addRunCommands(discover)
  program
    .command('agent')
    .requiredOption('--server <address>', 'where the server is')
    .requiredOption('--key <key>', 'that its orders are signed with, as the server showed it')
    .option('--resolver <server...>', 'resolvers to ask instead of those that orders name')
    .description('look from this host for a server elsewhere; its token is in LUNETTE_AGENT_TOKEN')
    .action(lazily(async () => (await import('../commands/agent.ts')).agent))
  const surface = program.command('surface').description('what is exposed as discovery sees it')
  surface
    .command('list')
    .argument('[filter...]', 'e.g. standing:candidate kind:hostname service:yes text')
    .option('--limit <rows>', `how many are shown, at most ${MOST_FINDINGS}`, rows(1, MOST_FINDINGS), 50)
    .option('--json', 'print JSON')
    .description('assets with whose they are and why; candidates come first')
    .action(lazily(async () => (await import('../commands/surface.ts')).list))
  surface
    .command('graph')
    .option('--limit <assets>', 'how many assets are drawn', rows(1, 50_000), 5_000)
    .option('--json', 'print JSON')
    .description('how it hangs together, one relation a line')
    .action(lazily(async () => (await import('../commands/surface.ts')).graph))
  surface
    .command('changes')
    .argument('[filter...]', 'e.g. importance:high kind:port change:new asset:example.com text')
    .addOption(new Option('--format <format>', 'write all of them as a file').choices(['csv', 'json']))
    .option('--limit <rows>', `how many are shown, at most ${MOST_FINDINGS}`, rows(1, MOST_FINDINGS), 50)
    .option('--json', 'print JSON')
    .description('what came, went and changed, latest first')
    .action(lazily(async () => (await import('../commands/surface.ts')).changes))
  surface
    .command('export')
    .argument('[filter...]', 'which assets, as in "surface list"')
    .addOption(
      new Option('--format <format>', 'what to write').choices(['csv', 'json', 'hosts', 'stix']).default('csv'),
    )
    .option('--monitored', 'a list of hosts with those that are only monitored; else only what is owned')
    .description('CSV, Open Asset Model JSON, a list of hosts, or STIX 2.1 observables')
    .action(lazily(async () => (await import('../commands/surface.ts')).exportSurface))
}

/** What discovery may touch. */
export function addScope(program: Command): void {
  const scope = program.command('scope').description('what discovery may touch, and who said so')
  const json = (command: Command) => command.option('--json', 'print JSON')
  json(scope.command('list'))
    .description('seeds, approvals, exclusions, proofs and rulings')
    .action(lazily(async () => (await import('../commands/scope.ts')).list))
  json(scope.command('add').argument('<seed>', 'a domain, an address, a range, AS64500, or an organisation’s name'))
    .option('--anyway', 'also a name that does not exist, for the resolver that is asked')
    .description('add where discovery starts; it approves no probe')
    .action(lazily(async () => (await import('../commands/scope.ts')).add))
  json(scope.command('prove').argument('<name>', 'a domain name'))
    .addOption(
      new Option('--by <method>', 'how: a DNS record, a file, or your word')
        .choices(['dns-txt', 'well-known', 'attestation'])
        .default('dns-txt'),
    )
    .option('--because <words>', 'why it is yours; written down with an attestation')
    .description('prove that a name is yours: says what to put where, and looks for it')
    .action(lazily(async () => (await import('../commands/scope.ts')).prove))
  json(scope.command('approve').argument('<what>', 'a range, or a proven name: the addresses it has now'))
    .option('--because <words>', 'why the range is yours to probe')
    .description('let active probes touch these addresses')
    .action(lazily(async () => (await import('../commands/scope.ts')).approve))
  json(scope.command('exclude').argument('<what>', 'a range, an address or a name with all below it'))
    .option('--because <words>', 'why')
    .description('never touch it, whatever is approved')
    .action(lazily(async () => (await import('../commands/scope.ts')).exclude))
  json(scope.command('set'))
    .option('--per-host <count>', 'connections and datagrams a second to one host', rows(1, 100_000))
    .option('--per-network <count>', 'the same to one network (/24, /48)', rows(1, 100_000))
    .option('--resolver <server...>', 'resolvers to ask: address, or address:port')
    .option(
      '--certificate-search <url>',
      'certificate transparency in crt.sh’s form, with %s for the name; "" for none',
    )
    .option('--rdap <url>', 'an RDAP service, or its bootstrap files; "" for none')
    .option('--contact <words>', 'whom those may write to who see our probes; "" for nobody')
    .option('--quiet <hours>', 'when nothing is probed, e.g. 22:00-06:00; "" for never')
    .option('--time-zone <name>', 'of the quiet hours, e.g. Europe/Berlin')
    .option('--outside', 'your word that this host looks from outside the organisation')
    .option('--no-outside', 'take that back')
    .description('budgets, resolvers, sources and quiet hours of discovery')
    .action(lazily(async () => (await import('../commands/scope-settings.ts')).set))
  const watch = json(scope.command('watch')).option('--propose', 'as we propose: cheap looks often, whole ones seldom')
  for (const look of looks) watch.option(`--${look} <time>`, 'every so often: 90m, 6h, 2d, 1w; "off" for no more')
  watch
    .option('--agent <name>', 'a probe agent that looks instead of this host')
    .description('how often what is looked at by a running server; without options, says how')
    .action(lazily(async () => (await import('../commands/scope-watch.ts')).watch))
  json(scope.command('notify').argument('[changes]', 'kind, or kind:change, e.g. port, weakness:new; * for all'))
    .addOption(new Option('--tell <how>', 'how they are told').choices(['instant', 'digest', 'none', 'usual']))
    .option('--asset <name>', 'a name, an address, or a domain or range for what lies in it', '*')
    .description('which changes make a notice at once, which wait for the digest; without any, says how')
    .action(lazily(async () => (await import('../commands/scope-watch.ts')).notify))
  for (const verb of ['accept', 'reject'] as const) {
    const command = json(scope.command(verb).argument('<asset>', 'a name, an address or a range'))
      .option('--only', 'it alone, not what hangs on it')
      .option('--because <words>', 'why')
      .description(verb === 'accept' ? 'say whose an asset is' : 'say that an asset is not yours')
    if (verb === 'accept')
      command.addOption(
        new Option('--as <standing>', 'what it is').choices(['owned', 'dependency', 'monitor-only']).default('owned'),
      )
    command.action(lazily(async () => (await import('../commands/scope.ts')).rule(verb)))
  }
  json(scope.command('remove').argument('<what>', 'a name, an address or a range'))
    .description('take back what was said of it')
    .action(lazily(async () => (await import('../commands/scope.ts')).remove))
}
