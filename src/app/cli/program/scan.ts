import { existsSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { MOST_FINDINGS, place, rows, wholeDays } from './arguments.ts'
import { lazily } from './lazily.ts'

const explainExits = `
Exit codes: 0 explained, whatever the verdict; 2 nothing recorded is called so, or this can be no vulnerability’s id;
3 it could not be done.`

const namedAlike = `
A file or folder that is called status, stop, release or probes: give ./status, or ./ before that name; alone the word is the command.`

/** Whoever means the file must not read of probes instead, and end with 0 on what was not scanned. */
function refuseFileOfThatName(scan: Command, command: Command): void {
  const name = command.name()
  if (command === scan || !existsSync(name)) return
  command.error(
    `lunette: "${name}" is a file or folder here and a command as well: "lunette scan ./${name}" scans it, "lunette discover ${name}" is about probes`,
    { exitCode: exitCodes.usage },
  )
}

/** Scanning and explaining: what needs no server. */
export function addScan(program: Command): void {
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
    .action(lazily(async () => (await import('../commands/scan.ts')).scan))
  addRunCommands(scan)
  scan.hook('preAction', (_, command) => refuseFileOfThatName(scan, command)).addHelpText('after', namedAlike)
  program
    .command('explain')
    .argument('<component>', 'a purl or CPE with version, or the id or name of what is recorded (on whichever assets)')
    .argument('<vulnerability>', 'a CVE or another id')
    .option('--json', 'print JSON')
    .option('--asset <name or id>', 'only on this asset; also a purl is then judged beside what else is recorded there')
    .option('--distribution <id:version>', 'the distribution it is installed on, e.g. debian:12')
    .description('say why a component is or is not affected')
    .addHelpText('after', explainExits)
    .action(lazily(async () => (await import('../commands/explain.ts')).explainMatch))
}

/** `status`, `stop`, `release` and `probes`, of `discover` and of `scan`: whoever looks for them under the one word finds them. */
export function addRunCommands(parent: Command): void {
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
        lazily(async () =>
          name === 'status'
            ? (await import('../commands/discover.ts')).status
            : (await import('../commands/kill-switch.ts')).kill(name === 'stop'),
        ),
      )
  parent
    .command('probes')
    .argument('[run]', 'a run, as "status" shows it; without one, the latest')
    .option('--target <target>', 'an address, a range or a name')
    .option('--limit <rows>', `how many are shown, at most ${MOST_FINDINGS}`, rows(1, MOST_FINDINGS), 200)
    .option('--json', 'print JSON')
    .description('what a run sent, where, when and how it went')
    .action(lazily(async () => (await import('../commands/discover.ts')).probes))
}
