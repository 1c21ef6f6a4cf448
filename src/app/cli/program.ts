import { Command, InvalidArgumentError, Option } from 'commander'
import type { DiscoveryLook } from '#core/vocabulary'
import { addAi } from './ai-commands.ts'
import { addEvaluationCases } from './evaluation-case-commands.ts'
import { exitCodes } from './exit-codes.ts'
import { addMonitoring } from './monitoring-commands.ts'
import { addPatterns } from './pattern-commands.ts'
import { addReviewQueues } from './review-queue-commands.ts'
import { addRunner } from './runner-commands.ts'
import { addScenarios } from './scenario-commands.ts'
import { warnOfUnknownNames } from './unknown-names.ts'
import { version } from './version.ts'

/** More are for an export, not for a terminal. */
const MOST_FINDINGS = 1_000

const exits = `
Exit codes: 0 done, nothing to report; 1 findings over the threshold, components that cannot be called clean, input that
was not read to the end, a gate that was not passed, or a record that was tampered with; 2 the command is wrong (an option, an argument, a file);
3 it could not be done.`

const explainExits = `
Exit codes: 0 explained, whatever the verdict; 2 nothing recorded is called so, or this can be no vulnerability’s id;
3 it could not be done.`

type Action = (...args: never[]) => Promise<number>

/** The command line. Each command's code is loaded when it runs, so that `scan` starts fast. */
export function createProgram(): Command {
  const program = new Command('lunette')
    .description('What do we expose, what is wrong with it, what to fix first and why.')
    .version(version, '--version', 'print the version')
    .option('--data-dir <folder>', 'where Lunette keeps its data (default: .lunette, or LUNETTE_DATA_DIR)')
    .exitOverride((error) => process.exit(error.exitCode === 0 ? exitCodes.clean : exitCodes.usage))
    .addHelpText('after', exits)
    .showHelpAfterError('(--help says what is possible)')
  addScan(program)
  addServer(program)
  addFeeds(program)
  addAssets(program)
  addSurface(program)
  addScope(program)
  addFindings(program)
  addFixes(program)
  addVex(program)
  addAssurance(program)
  addScenarios(program, lazily)
  addAi(program, lazily)
  addMonitoring(program, lazily)
  addRunner(program, lazily)
  addEvaluationCases(program, lazily)
  addPatterns(program, lazily)
  addIncidents(program)
  addReviewQueues(program, lazily)
  addCare(program)
  return program
}

function wholeDays(text: string): number {
  const days = Number(text)
  if (!Number.isInteger(days) || days < 1) throw new InvalidArgumentError('Give a whole number of days, 1 or more.')
  return days
}

/** An empty word is what a variable without a value leaves. */
function place(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty: give a file, a folder, or "host".')
  return text
}

function places(text: string, before: string[] = []): string[] {
  return [...before, place(text)]
}

function rows(least: number, most = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const count = Number(text)
    if (text.trim() !== '' && Number.isInteger(count) && count >= least && count <= most) return count
    const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`
    throw new InvalidArgumentError(`Give a whole number, ${range}.`)
  }
}

function share(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= 1)) throw new InvalidArgumentError('Give a share, from 0 to 1.')
  return value
}

function addScan(program: Command): void {
  const scan = program
    .command('scan')
    .argument('<target>', 'an SBOM, a lockfile, a folder, or "host" for this machine', place)
    .description('match and rank what is in an SBOM, a folder or this host; needs no server')
    .addOption(
      new Option('--format <format>', 'what to print')
        .choices(['table', 'json', 'sarif', 'cyclonedx-vex'])
        .default('table'),
    )
    .option('--json', 'the same as --format json')
    .option('--output <file>', 'write to a file instead of standard output')
    .addOption(
      new Option(
        '--fail-on <urgency>',
        'exit 1 when a finding is at least this urgent; with "never" for none of them, yet what cannot be called clean still exits 1 unless --allow-unknown is given',
      )
        .choices(['now', 'soon', 'scheduled', 'defer', 'never'])
        .default('defer'),
    )
    .option(
      '--allow-unknown',
      'exit 0 although some components cannot be called clean, or some files could not be read',
    )
    .addOption(
      new Option('--exposure <exposure>', 'how reachable the asset is')
        .choices(['internet', 'internal', 'isolated', 'unknown'])
        .default('unknown'),
    )
    .addOption(
      new Option('--criticality <criticality>', 'how much hangs on it')
        .choices(['critical', 'high', 'medium', 'low', 'unknown'])
        .default('unknown'),
    )
    .addOption(
      new Option(
        '--table <table>',
        'decision table: bod-26-04, deployer, coordinator, an id, or a .json file of your own (default: as set, else bod-26-04)',
      ),
    )
    .addOption(
      new Option(
        '--dial <dial>',
        'precise: what is known to match; comprehensive: also what may (default: as set, else precise)',
      ).choices(['precise', 'comprehensive']),
    )
    .option('--vex <file...>', 'VEX documents (OpenVEX, CycloneDX, CSAF) to apply')
    .addOption(
      new Option(
        '--max-age <days>',
        'knowledge older than this counts as none, in place of each feed’s own limit (default: as set)',
      ).argParser(wholeDays),
    )
    .option('--limit <rows>', 'rows of the table; 0 shows all', rows(0), 50)
    .action(lazily(async () => (await import('./commands/scan.ts')).scan))
  addRunCommands(scan)
  program
    .command('explain')
    .argument('<component>', 'a purl or CPE with version, or the id or name of what is recorded (on whichever assets)')
    .argument('<vulnerability>', 'a CVE or another id')
    .option('--json', 'print JSON')
    .option('--asset <name or id>', 'only on this asset; also a purl is then judged beside what else is recorded there')
    .option('--distribution <id:version>', 'the distribution it is installed on, e.g. debian:12')
    .description('say why a component is or is not affected')
    .addHelpText('after', explainExits)
    .action(lazily(async () => (await import('./commands/explain.ts')).explainMatch))
}

/** `status`, `stop` and `release`, of `discover` and of `scan`: whoever looks for them under the one word finds them. */
function addRunCommands(parent: Command): void {
  const words = [
    ['status', 'the latest runs of discovery, and whether probes are stopped'],
    ['stop', 'stop every probe within a second, wherever it runs'],
    ['release', 'let probes run again'],
  ] as const
  for (const [name, description] of words)
    parent
      .command(name)
      .option('--json', 'print JSON')
      .description(description)
      .action(
        lazily(async () => {
          const commands = await import('./commands/discover.ts')
          return name === 'status' ? commands.status : commands.kill(name === 'stop')
        }),
      )
}

function addServer(program: Command): void {
  program
    .command('start')
    .description('start the server, its database and the browser interface')
    .option('--port <port>', 'port on loopback')
    .option('--no-open', 'do not try to open a browser')
    .action(lazily(async () => (await import('./commands/start.ts')).start))
  program
    .command('worker')
    .description('do the long work of a server on the same PostgreSQL and data folder')
    .action(lazily(async () => (await import('./commands/worker.ts')).work))
  program
    .command('import')
    .argument('<target...>', 'SBOMs, lockfiles, folders, or "host" for this machine', places)
    .option('--asset <name>', 'the asset they belong to (default: the subject of the file, the name of the folder)')
    .addOption(
      new Option('--exposure <exposure>', 'how reachable it is').choices([
        'internet',
        'internal',
        'isolated',
        'unknown',
      ]),
    )
    .addOption(criticalityOption())
    .addOption(environmentOption())
    .option('--owner <name>', 'whose it is')
    .option('--tag <tag...>', 'tags it gets beside those it has')
    .option('--preview', 'only say what it would do')
    .option('--json', 'print JSON')
    .description('record an inventory and assess it')
    .action(lazily(async () => (await import('./commands/import.ts')).importFiles))
}

function addFeeds(program: Command): void {
  const feeds = program.command('feeds').description('knowledge: what it is, how old it is, where it comes from')
  feeds
    .command('refresh')
    .argument('[feed...]', 'only these feeds')
    .option('--mirror <place>', 'a folder or URL that mirrors the sources')
    .option('--json', 'print JSON')
    .description('fetch what changed, merge it, and assess what it touches')
    .action(lazily(async () => (await import('./commands/feeds.ts')).refresh))
  feeds
    .command('status')
    .option('--json', 'print JSON')
    .description('the state of each feed')
    .action(lazily(async () => (await import('./commands/feeds.ts')).status))
  feeds
    .command('export')
    .argument('<file>')
    .description('write all knowledge to one bundle')
    .action(lazily(async () => (await import('./commands/feeds.ts')).exportKnowledge))
  feeds
    .command('import')
    .argument('<file>')
    .description('read a bundle on a machine without network')
    .action(lazily(async () => (await import('./commands/feeds.ts')).importKnowledge))
}

function criticalityOption(): Option {
  const words = ['critical', 'high', 'medium', 'low', 'unknown']
  return new Option('--criticality <criticality>', 'how much hangs on it').choices(words)
}

function environmentOption(): Option {
  const words = ['production', 'staging', 'development', 'unknown']
  return new Option('--environment <environment>', 'what it is used for').choices(words)
}

function addAssets(program: Command): void {
  const assets = program.command('assets').description('what is exposed, and what is said of it')
  assets
    .command('list')
    .argument('[filter...]', 'e.g. exposure:internet tag:payments owner:none text')
    .option('--limit <rows>', `how many are shown, at most ${MOST_FINDINGS}`, rows(1, MOST_FINDINGS), 50)
    .option('--json', 'print JSON')
    .description('assets with their facts, the one with the most urgent finding first')
    .action(lazily(async () => (await import('./commands/assets.ts')).list))
  assets
    .command('set')
    .argument('<asset>', 'its name or id')
    .addOption(
      new Option('--exposure <exposure>', 'how reachable it is').choices([
        'internet',
        'internal',
        'isolated',
        'unknown',
      ]),
    )
    .addOption(criticalityOption())
    .addOption(environmentOption())
    .option('--owner <name>', 'whose it is; "" for nobody’s')
    .option('--tag <tag...>', 'tags it gets')
    .option('--untag <tag...>', 'tags it loses')
    .option('--json', 'print JSON')
    .description('say something of an asset and decide its findings anew')
    .action(lazily(async () => (await import('./commands/assets.ts')).set))
}

const looks: readonly DiscoveryLook[] = ['names', 'certificates', 'ports', 'services', 'deep']

function addSurface(program: Command): void {
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
    .action(lazily(async () => (await import('./commands/discover.ts')).discover))
  addRunCommands(discover)
  program
    .command('agent')
    .requiredOption('--server <address>', 'where the server is')
    .requiredOption('--key <key>', 'that its orders are signed with, as the server showed it')
    .option('--resolver <server...>', 'resolvers to ask instead of those that orders name')
    .description('look from this host for a server elsewhere; its token is in LUNETTE_AGENT_TOKEN')
    .action(lazily(async () => (await import('./commands/agent.ts')).agent))
  const surface = program.command('surface').description('what is exposed as discovery sees it')
  surface
    .command('list')
    .argument('[filter...]', 'e.g. standing:candidate kind:hostname service:yes text')
    .option('--limit <rows>', `how many are shown, at most ${MOST_FINDINGS}`, rows(1, MOST_FINDINGS), 50)
    .option('--json', 'print JSON')
    .description('assets with whose they are and why; candidates come first')
    .action(lazily(async () => (await import('./commands/surface.ts')).list))
  surface
    .command('graph')
    .option('--limit <assets>', 'how many assets are drawn', rows(1, 50_000), 5_000)
    .option('--json', 'print JSON')
    .description('how it hangs together, one relation a line')
    .action(lazily(async () => (await import('./commands/surface.ts')).graph))
  surface
    .command('changes')
    .argument('[filter...]', 'e.g. importance:high kind:port change:new asset:example.com text')
    .addOption(new Option('--format <format>', 'write all of them as a file').choices(['csv', 'json']))
    .option('--limit <rows>', `how many are shown, at most ${MOST_FINDINGS}`, rows(1, MOST_FINDINGS), 50)
    .option('--json', 'print JSON')
    .description('what came, went and changed, latest first')
    .action(lazily(async () => (await import('./commands/surface.ts')).changes))
  surface
    .command('export')
    .argument('[filter...]', 'which assets, as in "surface list"')
    .addOption(
      new Option('--format <format>', 'what to write').choices(['csv', 'json', 'hosts', 'stix']).default('csv'),
    )
    .description('CSV, Open Asset Model JSON, a list of hosts, or STIX 2.1 observables')
    .action(lazily(async () => (await import('./commands/surface.ts')).exportSurface))
}

function addScope(program: Command): void {
  const scope = program.command('scope').description('what discovery may touch, and who said so')
  const json = (command: Command) => command.option('--json', 'print JSON')
  json(scope.command('list'))
    .description('seeds, approvals, exclusions, proofs and rulings')
    .action(lazily(async () => (await import('./commands/scope.ts')).list))
  json(scope.command('add').argument('<seed>', 'a domain, an address, a range, AS64500, or an organisation’s name'))
    .description('add where discovery starts; it approves no probe')
    .action(lazily(async () => (await import('./commands/scope.ts')).add))
  json(scope.command('prove').argument('<name>', 'a domain name'))
    .addOption(
      new Option('--by <method>', 'how: a DNS record, a file, or your word')
        .choices(['dns-txt', 'well-known', 'attestation'])
        .default('dns-txt'),
    )
    .option('--because <words>', 'why it is yours; written down with an attestation')
    .description('prove that a name is yours: says what to put where, and looks for it')
    .action(lazily(async () => (await import('./commands/scope.ts')).prove))
  json(scope.command('approve').argument('<what>', 'a range, or a proven name: the addresses it has now'))
    .option('--because <words>', 'why the range is yours to probe')
    .description('let active probes touch these addresses')
    .action(lazily(async () => (await import('./commands/scope.ts')).approve))
  json(scope.command('exclude').argument('<what>', 'a range, an address or a name with all below it'))
    .option('--because <words>', 'why')
    .description('never touch it, whatever is approved')
    .action(lazily(async () => (await import('./commands/scope.ts')).exclude))
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
    .description('budgets, resolvers, sources and manners of discovery')
    .action(lazily(async () => (await import('./commands/scope-settings.ts')).set))
  const watch = json(scope.command('watch')).option('--propose', 'as we propose: cheap looks often, whole ones seldom')
  for (const look of looks) watch.option(`--${look} <time>`, 'every so often: 90m, 6h, 2d, 1w; "off" for no more')
  watch
    .option('--agent <name>', 'a probe agent that looks instead of this host')
    .description('how often what is looked at by a running server; without options, says how')
    .action(lazily(async () => (await import('./commands/scope-watch.ts')).watch))
  json(scope.command('notify').argument('[changes]', 'kind, or kind:change, e.g. port, weakness:new; * for all'))
    .addOption(new Option('--tell <how>', 'how they are told').choices(['instant', 'digest', 'none', 'usual']))
    .option('--asset <name>', 'a name, an address, or a domain or range for what lies in it', '*')
    .description('which changes make a notice at once, which wait for the digest; without any, says how')
    .action(lazily(async () => (await import('./commands/scope-watch.ts')).notify))
  for (const verb of ['accept', 'reject'] as const) {
    const command = json(scope.command(verb).argument('<asset>', 'a name, an address or a range'))
      .option('--only', 'it alone, not what hangs on it')
      .option('--because <words>', 'why')
      .description(verb === 'accept' ? 'say whose an asset is' : 'say that an asset is not yours')
    if (verb === 'accept')
      command.addOption(
        new Option('--as <standing>', 'what it is').choices(['owned', 'dependency', 'monitor-only']).default('owned'),
      )
    command.action(lazily(async () => (await import('./commands/scope.ts')).rule(verb)))
  }
  json(scope.command('remove').argument('<what>', 'a name, an address or a range'))
    .description('take back what was said of it')
    .action(lazily(async () => (await import('./commands/scope.ts')).remove))
}

function addFindings(program: Command): void {
  const findings = program.command('findings').description('what is recorded')
  findings
    .command('list')
    .argument('[filter...]', 'e.g. decision:now exposure:internet tag:payments state:open text')
    .option('--limit <rows>', `how many are shown, at most ${MOST_FINDINGS}`, rows(1, MOST_FINDINGS), 50)
    .option('--json', 'print JSON')
    .description('ranked findings with the reason on the row')
    .action(lazily(async () => (await import('./commands/findings.ts')).list))
  findings
    .command('show')
    .argument('<id>')
    .option('--json', 'print JSON')
    .description('one finding with its reasons')
    .action(lazily(async () => (await import('./commands/findings.ts')).show))
}

function addFixes(program: Command): void {
  const fixes = program.command('fixes').description('what to change: findings that one change closes')
  fixes
    .command('list')
    .argument('[filter...]', 'which findings are to be closed, as in "findings list"')
    .addOption(
      new Option('--sort <order>', 'the most urgent first, or those that close most')
        .choices(['decision', 'findings'])
        .default('decision'),
    )
    .option('--limit <rows>', 'how many are shown, at most 500', rows(1, 500), 20)
    .option('--json', 'print JSON')
    .description('each change once, with what it closes')
    .action(lazily(async () => (await import('./commands/fixes.ts')).list))
  fixes
    .command('show')
    .argument('<id>')
    .option('--json', 'print JSON')
    .description('one change: from which versions, on which assets')
    .action(lazily(async () => (await import('./commands/fixes.ts')).show))
}

function addVex(program: Command): void {
  const formats = ['openvex', 'cyclonedx', 'csaf']
  const vex = program
    .command('vex')
    .description('our rulings as VEX documents, such documents as rulings, and what suppliers say')
  vex
    .command('export')
    .addOption(new Option('--format <format>', 'which VEX').choices(formats).default('openvex'))
    .option('--asset <id>', 'only what is ruled of this asset')
    .option('--author <name>', 'who says so', 'Lunette')
    .option('--output <file>', 'write to a file instead of standard output')
    .description('write the rulings in force')
    .action(lazily(async () => (await import('./commands/vex.ts')).exportRulings))
  vex
    .command('import')
    .argument(
      '<file>',
      'an OpenVEX, CycloneDX VEX or CSAF VEX document of your own (a supplier’s: vex supplier import)',
    )
    .addOption(new Option('--days <days>', 'when the rulings end').argParser(wholeDays).default(180))
    .option('--preview', 'only say what it would do')
    .option('--json', 'print JSON')
    .description('make rulings of its statements')
    .action(lazily(async () => (await import('./commands/vex.ts')).importRulings))
  addSupplierVex(vex)
}

function addSupplierVex(vex: Command): void {
  const supplier = vex.command('supplier').description('suppliers’ VEX: knowledge that acts in matching')
  supplier
    .command('import')
    .argument('<file...>', 'OpenVEX, CycloneDX VEX or CSAF VEX documents of suppliers')
    .option('--json', 'print JSON')
    .description('take in what suppliers say and assess what it is about')
    .action(lazily(async () => (await import('./commands/supplier-vex.ts')).importSupplierVex))
  supplier
    .command('list')
    .option('--limit <rows>', 'how many are shown, at most 500', rows(1, 500), 100)
    .option('--json', 'print JSON')
    .description('the documents in force, with their author and date')
    .action(lazily(async () => (await import('./commands/supplier-vex.ts')).listSupplierDocuments))
  supplier
    .command('remove')
    .argument('<id>', 'a document’s id, as listed')
    .option('--json', 'print JSON')
    .description('take a document back and assess what it was about')
    .action(lazily(async () => (await import('./commands/supplier-vex.ts')).removeSupplierDocument))
}

function addAssurance(program: Command): void {
  const ai = program.command('ai').description('AI systems, and the register they are kept in')
  ai.command('import')
    .argument('<file>', 'an ai-register.yaml: systems, controls, scenarios, assumptions')
    .option('--json', 'print JSON')
    .description('take a register in; the same again changes nothing')
    .action(lazily(async () => (await import('./commands/assurance.ts')).importRegister))
  ai.command('list')
    .option('--json', 'print JSON')
    .description('the AI systems that are registered')
    .action(lazily(async () => (await import('./commands/assurance.ts')).listSystems))
  const control = program.command('control').description('safeguards, and what evidence shows of them')
  control
    .command('list')
    .option('--json', 'print JSON')
    .description('every control: coverage, life, efficacy, and what risk reckons with')
    .action(lazily(async () => (await import('./commands/assurance.ts')).listControls))
  control
    .command('show')
    .argument('<id>', 'a control’s id in the register')
    .option('--json', 'print JSON')
    .description('one control with its reasons')
    .action(lazily(async () => (await import('./commands/assurance.ts')).showControl))
  control
    .command('set')
    .argument('<id>', 'a control’s id in the register')
    .option('--name <words>', 'what it is called')
    .option('--owner <name>', 'who answers for it')
    .option('--claim <words>', 'what it is there to stop')
    .option('--measure <words>', 'how that is measured')
    .option('--reference <ids...>', 'what frameworks ask for it: all of them, such as "NIST CSF 2.0 PR.AA-05"')
    .option('--review-days <days>', 'how often it is looked at again', rows(1, 3_650))
    .option('--json', 'print JSON')
    .description('say anew what a control is; its register says it again when it is taken in')
    .action(lazily(async () => (await import('./commands/assurance.ts')).setControl))
  const evaluation = program.command('eval').description('evaluations of AI systems')
  evaluation
    .command('import')
    .argument('<file>', 'a report of promptfoo, Inspect, garak, JUnit XML, or lines of key and result')
    .option('--control <id>', 'the control it tests, where its cases do not say so')
    .option('--subject-version <version>', 'version of what was tested')
    .option('--json', 'print JSON')
    .description('take a report in as evidence; the same again changes nothing')
    .action(lazily(async () => (await import('./commands/assurance.ts')).importEvaluation))
  evaluation
    .command('list')
    .option('--limit <rows>', 'how many are shown, at most 500', rows(1, 500), 50)
    .option('--json', 'print JSON')
    .description('the newest runs with their failure rates')
    .action(lazily(async () => (await import('./commands/assurance.ts')).listEvaluations))
  evaluation
    .command('compare')
    .argument('<before>', 'a run’s id, or a report’s file')
    .argument('<after>', 'a run’s id, or a report’s file')
    .addOption(
      new Option('--margin <share>', 'how much worse the failure rate after may be: 0.02 are two cases in a hundred')
        .argParser(share)
        .default(0.02),
    )
    .option('--json', 'print JSON')
    .description('compare two runs of the same cases; exits 1 unless the gate passes; two files need no installation')
    .action(lazily(async () => (await import('./commands/evaluation.ts')).compareEvaluations))
  evaluation
    .command('export')
    .argument('<id>', 'a run’s id')
    .option('--output <file>', 'write to a file instead of standard output')
    .description('the failing cases of a run as SARIF')
    .action(lazily(async () => (await import('./commands/evaluation.ts')).exportEvaluation))
  const evidence = program.command('evidence').description('the chain of evidence about controls')
  evidence
    .command('add')
    .argument('<control>', 'a control’s id in the register')
    .addOption(
      new Option('--aspect <aspect>', 'liveness: does it act; coverage: does it see demands; efficacy: does it hold')
        .choices(['liveness', 'coverage', 'efficacy'])
        .default('liveness'),
    )
    .addOption(
      new Option('--result <result>', 'pass: alive, carried it, held; fail: dead, went past it, failed')
        .choices(['pass', 'fail', 'insufficient', 'not-applicable'])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--kind <kind>', 'what kind of evidence (default: as usual for the aspect)').choices([
        ...['evaluation', 'probe', 'review', 'attestation', 'telemetry'],
      ]),
    )
    .option('--demands <number>', 'on how many demands it was seen', rows(1, 1_000_000_000), 1)
    .option('--at <time>', 'when it was seen, as 2026-08-01T06:00:00Z (default: now)')
    .option('--subject-version <version>', 'version of what did the guarding (default: the present one)')
    .option('--note <words>', 'how it was seen')
    .option('--json', 'print JSON')
    .description('record what was seen of a control; it is never changed afterwards')
    .action(lazily(async () => (await import('./commands/evidence.ts')).add))
  evidence
    .command('verify')
    .argument('[file]', 'an export; left out: what is recorded here')
    .option('--json', 'print JSON')
    .description('recompute the chain; exits 1 when an entry was changed, left out or moved')
    .action(lazily(async () => (await import('./commands/evidence.ts')).verify))
  evidence
    .command('export')
    .argument('<file>')
    .option('--json', 'print JSON')
    .description('write the chain as lines that prove themselves')
    .action(lazily(async () => (await import('./commands/evidence.ts')).exportEvidence))
}

function addIncidents(program: Command): void {
  const incident = program.command('incident').description('incidents, near misses, hazards and exercises')
  incident
    .command('report')
    .argument('<title>')
    .addOption(
      new Option('--kind <kind>', 'what it was')
        .choices(['incident', 'near-miss', 'hazard', 'exercise'])
        .default('incident'),
    )
    .option('--summary <words>', 'what happened')
    .option('--pattern <word>', 'a case of the same pattern opens those again that were closed')
    .option('--system <id>', 'the AI system, by its id in the register')
    .option('--occurred <time>', 'when, as 2026-08-01T06:00:00Z')
    .option('--json', 'print JSON')
    .description('open a case')
    .action(lazily(async () => (await import('./commands/incident.ts')).report))
  incident
    .command('list')
    .option('--limit <rows>', 'how many are shown, at most 500', rows(1, 500), 50)
    .option('--json', 'print JSON')
    .description('cases, open ones first')
    .action(lazily(async () => (await import('./commands/incident.ts')).list))
  incident
    .command('show')
    .argument('<id>')
    .option('--json', 'print JSON')
    .description('one case with what is missing before it may be closed')
    .action(lazily(async () => (await import('./commands/incident.ts')).show))
  incident
    .command('barrier')
    .argument('<id>')
    .argument('<control>')
    .addOption(
      new Option('--outcome <outcome>', 'what it did').choices(['held', 'failed', 'missing']).makeOptionMandatory(),
    )
    .option('--note <words>', 'how that is known')
    .option('--json', 'print JSON')
    .description('say what a control did in a case')
    .action(lazily(async () => (await import('./commands/incident.ts')).barrier))
  incident
    .command('change')
    .argument('<id>')
    .argument('<control>')
    .addOption(
      new Option('--kind <kind>', 'what it is').choices(['control', 'playbook', 'exception']).default('control'),
    )
    .requiredOption('--what <words>', 'what was changed, or why nothing is')
    .option('--made-at <time>', 'when it took effect (default: now)')
    .option('--regression <key>', 'the case of an evaluation that failed before and passes since')
    .option('--owner <name>', 'who answers for it')
    .option('--next-review <day>', 'when it is looked at again')
    .option('--until <day>', 'the last day of an exception')
    .option('--json', 'print JSON')
    .description('add what was changed because of a case')
    .action(lazily(async () => (await import('./commands/incident.ts')).change))
  incident
    .command('withdraw')
    .argument('<change>', 'a change’s id, as `incident show` prints it')
    .requiredOption('--because <words>', 'why it is none any more')
    .option('--json', 'print JSON')
    .description('withdraw a change that is not proven; it stays in the case with the reason')
    .action(lazily(async () => (await import('./commands/incident.ts')).withdraw))
  incident
    .command('close')
    .argument('<id>')
    .option('--json', 'print JSON')
    .description('close a case; exits 1 with what is missing while the proof is not there')
    .action(lazily(async () => (await import('./commands/incident.ts')).closeOne))
  incident
    .command('judge')
    .argument('<case>', 'its id or reference')
    .argument('[duties...]', 'duties by id; left out: all that nobody judged yet')
    .addOption(
      new Option('--as <state>', 'it applies and its clock runs, its report was sent, or it does not apply')
        .choices(['open', 'filed', 'not-applicable'])
        .makeOptionMandatory(),
    )
    .option('--note <text>', 'why')
    .option('--json', 'print JSON')
    .description('say whether duties to report follow from a case')
    .action(lazily(async () => (await import('./commands/incident.ts')).judge))
  incident
    .command('duties')
    .option('--json', 'print JSON')
    .description('duties to report that apply and were not sent yet, over all cases, the soonest first')
    .action(lazily(async () => (await import('./commands/incident.ts')).duties))
  incident
    .command('mail')
    .argument('<file>')
    .addOption(
      new Option('--kind <kind>', 'what it was')
        .choices(['incident', 'near-miss', 'hazard', 'exercise'])
        .default('incident'),
    )
    .option('--confidential', 'read by owners only')
    .option('--json', 'print JSON')
    .description('open a case from a mail (.eml); the same again changes nothing')
    .action(lazily(async () => (await import('./commands/incident-files.ts')).takeMail))
  incident
    .command('export')
    .argument('<id>')
    .addOption(
      new Option('--as <form>', 'JSON for databases of incidents, or a draft for an authority')
        .choices(['oecd', 'aiid', 'ai-act-73', 'nis2', 'dora'])
        .makeOptionMandatory(),
    )
    .description('write a case for somebody else')
    .action(lazily(async () => (await import('./commands/incident-files.ts')).writeCase))
  incident
    .command('link')
    .argument('<label>')
    .option('--days <days>', 'how long it works, at most 730', rows(1, 730), 90)
    .option('--json', 'print JSON')
    .description('make a link by which anyone may report; it is shown this once')
    .action(lazily(async () => (await import('./commands/incident-files.ts')).makeLink))
  const review = program.command('review').description('what is to be looked at again, when and why')
  review
    .command('due')
    .option('--all', 'those that are due later, too')
    .option('--json', 'print JSON')
    .description('what is due for another look, and why')
    .action(lazily(async () => (await import('./commands/review.ts')).due))
}

function addCare(program: Command): void {
  program
    .command('backup')
    .argument('<file>')
    .description('write everything to one file')
    .action(lazily(async () => (await import('./commands/backup.ts')).backupTo))
  program
    .command('restore')
    .argument('<file>')
    .option('--force', 'replace what is there')
    .option('--drop-others', 'also drop what lies beside it in the database’s public schema and is not Lunette’s')
    .description('read a backup into this installation')
    .action(lazily(async () => (await import('./commands/backup.ts')).restoreFrom))
  program
    .command('audit')
    .description('the record of every change')
    .command('verify')
    .option('--expect <head...>', 'heads that were printed before: each must still be in its chain')
    .option('--json', 'print JSON')
    .description('recompute the chains; exits 1 when an entry was changed, removed or cut off')
    .action(lazily(async () => (await import('./commands/audit.ts')).verify))
  program
    .command('config')
    .description('settings')
    .command('show')
    .option('--json', 'print JSON')
    .description('each setting with its value, where that is from, and what it is without; secrets masked')
    .action(lazily(async () => (await import('./commands/config.ts')).show))
  program
    .command('doctor')
    .option('--json', 'print JSON')
    .description('say what is wrong and how to mend it')
    .action(lazily(async () => (await import('./commands/doctor.ts')).doctor))
  program
    .command('admin-link')
    .description('print a new one-time link for an administrator')
    .action(lazily(async () => (await import('./commands/admin-link.ts')).adminLink))
}

/** Loads a command when it is called, runs it, and ends with its exit code; a failure prints one line, not a stack. */
function lazily(load: () => Promise<Action>) {
  return async (...args: unknown[]): Promise<void> => {
    const command = args.at(-1) as Command
    try {
      await warnOfUnknownNames(process.env)
      const action = await load()
      process.exitCode = await action(...([...args.slice(0, -2), command.optsWithGlobals()] as never[]))
    } catch (error) {
      process.stderr.write(`lunette: ${error instanceof Error ? error.message : String(error)}\n`)
      if (process.env.LUNETTE_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`)
      process.exitCode = exitCodes.failure
    }
  }
}
