import { Command, Option } from 'commander'
import { exitCodes } from './exit-codes.ts'
import { addAi } from './program/ai.ts'
import { criticalityOption, environmentOption, MOST_FINDINGS, places, rows } from './program/arguments.ts'
import { addAssumptions } from './program/assumptions.ts'
import { addAssurance } from './program/assurance.ts'
import { addEvaluationCases } from './program/evaluation-cases.ts'
import { addFindings, addFixes, addVex } from './program/findings.ts'
import { addIncidents } from './program/incidents.ts'
import { lazily } from './program/lazily.ts'
import { addMonitoring } from './program/monitoring.ts'
import { addPatterns } from './program/patterns.ts'
import { addReviewQueues } from './program/review-queues.ts'
import { addRunner } from './program/runner.ts'
import { addScan } from './program/scan.ts'
import { addScenarios } from './program/scenarios.ts'
import { addScope, addSurface } from './program/surface.ts'
import { version } from './version.ts'

const exits = `
Exit codes: 0 done, nothing to report; 1 findings over the threshold, components that cannot be called clean, input that
was not read to the end, a gate that was not passed, or a record that was tampered with; 2 the command is wrong (an option, an argument, a file);
3 it could not be done.`

/** The command line. Each command's code is loaded when it runs, so that `scan` starts fast. */
export function createProgram(): Command {
  const program = new Command('lunette')
    .description('What do we expose, what is wrong with it, what to fix first and why.')
    .option('--version', 'print the version')
    .on('option:version', () => printVersion(program))
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
  addScenarios(program)
  addAi(program)
  addMonitoring(program)
  addRunner(program)
  addEvaluationCases(program)
  addPatterns(program)
  addIncidents(program)
  addReviewQueues(program)
  addAssumptions(program)
  addCare(program)
  return program
}

/** Of a command `--version` is no option: a version that was meant for what it names must not be swallowed as ours. */
function printVersion(program: Command): void {
  const words: string[] = Reflect.get(program, 'rawArgs')
  const before = words.slice(0, words.indexOf('--version'))
  const command = program.commands.find((one) => before.includes(one.name()))
  if (command) program.error(`error: unknown option '--version' of ${program.name()} ${command.name()}`)
  process.stdout.write(`${version}\n`)
  process.exit(exitCodes.clean)
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
    .option(
      '--asset <name or id>',
      'the asset they belong to, whatever kind the file calls it; a new one where none is called that (default: the subject of the file, the name of the folder)',
    )
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
    .description('record an inventory and assess it, as the server decides where one runs on the data folder')
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
