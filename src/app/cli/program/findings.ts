import { type Command, Option } from 'commander'
import { MOST_FINDINGS, rows, wholeDays } from './arguments.ts'
import { lazily } from './lazily.ts'

/** What is recorded. */
export function addFindings(program: Command): void {
  const findings = program.command('findings').description('what is recorded')
  findings
    .command('list')
    .argument('[filter...]', 'e.g. decision:now exposure:internet tag:payments state:open text')
    .option('--limit <rows>', `how many are shown, at most ${MOST_FINDINGS}`, rows(1, MOST_FINDINGS), 50)
    .option('--json', 'print JSON')
    .description('ranked findings with the reason on the row')
    .action(lazily(async () => (await import('../commands/findings.ts')).list))
  findings
    .command('show')
    .argument('<id>')
    .option('--json', 'print JSON')
    .description('one finding with its reasons')
    .action(lazily(async () => (await import('../commands/findings.ts')).show))
}

/** What one change closes. */
export function addFixes(program: Command): void {
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
    .action(lazily(async () => (await import('../commands/fixes.ts')).list))
  fixes
    .command('show')
    .argument('<id>')
    .option('--json', 'print JSON')
    .description('one change: from which versions, on which assets')
    .action(lazily(async () => (await import('../commands/fixes.ts')).show))
}

/** VEX, out and in. */
export function addVex(program: Command): void {
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
    .action(lazily(async () => (await import('../commands/vex.ts')).exportRulings))
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
    .action(lazily(async () => (await import('../commands/vex.ts')).importRulings))
  addSupplierVex(vex)
}

function addSupplierVex(vex: Command): void {
  const supplier = vex.command('supplier').description('suppliers’ VEX: knowledge that acts in matching')
  supplier
    .command('import')
    .argument('<file...>', 'OpenVEX, CycloneDX VEX or CSAF VEX documents of suppliers')
    .option('--json', 'print JSON')
    .description('take in what suppliers say and assess what it is about')
    .action(lazily(async () => (await import('../commands/supplier-vex.ts')).importSupplierVex))
  supplier
    .command('list')
    .option('--limit <rows>', 'how many are shown, at most 500', rows(1, 500), 100)
    .option('--json', 'print JSON')
    .description('the documents in force, with their author and date')
    .action(lazily(async () => (await import('../commands/supplier-vex.ts')).listSupplierDocuments))
  supplier
    .command('remove')
    .argument('<id>', 'a document’s id, as listed')
    .option('--json', 'print JSON')
    .description('take a document back and assess what it was about')
    .action(lazily(async () => (await import('../commands/supplier-vex.ts')).removeSupplierDocument))
}
