import { type Command, Option } from 'commander'
import { lazily } from './lazily.ts'

/** The risk register: what is in it, what one can start from, and how it is written out. */
export function addScenarios(program: Command): void {
  const scenario = program.command('scenario').description('the risk register')
  scenario
    .command('list')
    .option('--json', 'print JSON')
    .description('every scenario with what it leaves over now, against its appetite')
    .action(lazily(async () => (await import('../commands/assurance.ts')).listScenarios))
  scenario
    .command('show')
    .argument('<id>', 'a scenario’s id')
    .option('--json', 'print JSON')
    .description('one scenario: its barriers in their order, what each is worth, and what is not known')
    .action(lazily(async () => (await import('../commands/scenario.ts')).showScenario))
  scenario
    .command('ready')
    .argument('[id]', 'one of them, in full')
    .option('--yaml', 'as a part of an ai-register.yaml')
    .option('--json', 'print JSON')
    .description('ready-made scenarios to start from; needs no installation')
    .action(lazily(async () => (await import('../commands/scenario.ts')).listReady))
  scenario
    .command('start')
    .argument('<ready>', 'the id of a ready-made scenario')
    .option('--id <id>', 'its id here (default: as it is called there)')
    .option('--owner <name>', 'who answers for it')
    .option('--control <proposed=here...>', 'a control of yours that does the work of a proposed one')
    .option('--without <proposed...>', 'proposed controls that nothing here does the work of')
    .option('--json', 'print JSON')
    .description('copy a ready-made scenario into the register, to be worked on')
    .action(lazily(async () => (await import('../commands/scenario.ts')).start))
  scenario
    .command('export')
    .addOption(new Option('--format <format>', 'what to write').choices(['csv', 'oscal']).default('csv'))
    .option('--output <file>', 'write to a file instead of standard output')
    .description('the register as CSV, or as OSCAL’s plan of action and milestones')
    .action(lazily(async () => (await import('../commands/scenario.ts')).exportRegister))
  addTechniques(program)
}

function addTechniques(program: Command): void {
  const technique = program
    .command('technique')
    .description('what scenarios and cases can name: ATLAS, ATT&CK, OWASP, STRIDE')
  technique
    .command('search')
    .argument('<words...>', 'an id or its beginning, or words of a title')
    .option('--json', 'print JSON')
    .description('techniques of the catalogues that are loaded')
    .action(lazily(async () => (await import('../commands/technique.ts')).search))
  technique
    .command('catalogues')
    .option('--json', 'print JSON')
    .description('each catalogue with its version and licence')
    .action(lazily(async () => (await import('../commands/technique.ts')).listCatalogues))
  program.commands
    .find((command) => command.name() === 'control')
    ?.command('references')
    .argument('<words...>', 'words of a title, or an id: "human oversight", PR.AA')
    .option('--json', 'print JSON')
    .description('what controls can refer to in NIST CSF and AI RMF, ISO 42001, the EU AI Act, CIS and AISVS')
    .action(lazily(async () => (await import('../commands/technique.ts')).references))
}
