import { type Command, Option } from 'commander'
import { caseExports, caseRoles } from '#core/vocabulary'
import { rows } from './arguments.ts'
import { lazily } from './lazily.ts'

/** Incidents, their duties, and reviews. */
export function addIncidents(program: Command): void {
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
    .action(lazily(async () => (await import('../commands/incident.ts')).report))
  incident
    .command('list')
    .option('--limit <rows>', 'how many are shown, at most 500', rows(1, 500), 50)
    .option('--json', 'print JSON')
    .description('cases, open ones first')
    .action(lazily(async () => (await import('../commands/incident.ts')).list))
  incident
    .command('show')
    .argument('<id>')
    .option('--json', 'print JSON')
    .description('one case with what is missing before it may be closed')
    .action(lazily(async () => (await import('../commands/incident.ts')).show))
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
    .action(lazily(async () => (await import('../commands/incident.ts')).barrier))
  incident
    .command('change')
    .argument('<id>')
    .argument('<control>')
    .addOption(
      new Option('--kind <kind>', 'what it is').choices(['control', 'playbook', 'exception']).default('control'),
    )
    .requiredOption('--what <words>', 'what was changed, or why nothing is')
    .option(
      '--made-at <time>',
      'when it took effect, a day or 2026-08-01T06:00:00Z (default: now; a day alone: its beginning, UTC)',
    )
    .option('--regression <key>', 'the case of an evaluation that failed before and passes since')
    .option('--owner <name>', 'who answers for it')
    .option('--next-review <day>', 'when it is looked at again, a day after today')
    .option('--until <day>', 'the last day of an exception')
    .option('--json', 'print JSON')
    .description('add what was changed because of a case')
    .action(lazily(async () => (await import('../commands/incident.ts')).change))
  incident
    .command('complete')
    .argument('<change>', 'a change’s id, as `incident show` prints it')
    .option('--regression <key>', 'the case of an evaluation that failed before and passes since')
    .option('--owner <name>', 'who answers for it')
    .option('--next-review <day>', 'when it is looked at again, a day after today')
    .option('--json', 'print JSON')
    .description('say of a change what was left open')
    .action(lazily(async () => (await import('../commands/incident.ts')).complete))
  incident
    .command('withdraw')
    .argument('<change>', 'a change’s id, as `incident show` prints it')
    .requiredOption('--because <words>', 'why it is none any more')
    .option('--json', 'print JSON')
    .description('withdraw a change that is not proven; it stays in the case with the reason')
    .action(lazily(async () => (await import('../commands/incident.ts')).withdraw))
  incident
    .command('who')
    .argument('<id>')
    .argument('[person]', 'their name here, or of somebody from outside; left out: nobody')
    .addOption(new Option('--as <role>', 'what they do in it').choices(['lead', ...caseRoles]).default('lead'))
    .option('--json', 'print JSON')
    .description('say who leads a case, or has another role in it')
    .action(lazily(async () => (await import('../commands/incident-people.ts')).sayWho))
  incident
    .command('pattern')
    .argument('<id>')
    .argument('<pattern>', 'what hangs together, such as quoted-instructions')
    .option('--json', 'print JSON')
    .description('put a case into a pattern, a closed one too; what was reported of it since opens closed cases again')
    .action(lazily(async () => (await import('../commands/incident-closing.ts')).putIntoPattern))
  incident
    .command('close')
    .argument('<id>')
    .option('--pattern <word>', 'put it into a pattern, so that it opens again when it happens once more')
    .option('--json', 'print JSON')
    .description('close a case; exits 1 with what is missing while the proof is not there')
    .action(lazily(async () => (await import('../commands/incident-closing.ts')).closeOne))
  incident
    .command('reopen')
    .argument('<id>')
    .requiredOption('--because <words>', 'why it is not over')
    .option('--json', 'print JSON')
    .description('open a closed case again; the failures that its changes had cleared count again')
    .action(lazily(async () => (await import('../commands/incident-closing.ts')).reopenOne))
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
    .action(lazily(async () => (await import('../commands/incident.ts')).judge))
  incident
    .command('duties')
    .option('--json', 'print JSON')
    .description('duties to report that apply and were not sent yet, over all cases, the soonest first')
    .action(lazily(async () => (await import('../commands/incident.ts')).duties))
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
    .action(lazily(async () => (await import('../commands/incident-files.ts')).takeMail))
  incident
    .command('export')
    .argument('<id>')
    .addOption(
      new Option('--as <form>', 'JSON for databases of incidents, or a draft for an authority')
        .choices(caseExports)
        .makeOptionMandatory(),
    )
    .description('write a case for somebody else')
    .action(lazily(async () => (await import('../commands/incident-files.ts')).writeCase))
  incident
    .command('link')
    .argument('<label>')
    .option('--days <days>', 'how long it works, at most 730', rows(1, 730), 90)
    .option('--json', 'print JSON')
    .description('make a link by which anyone may report; it is shown this once')
    .action(lazily(async () => (await import('../commands/incident-files.ts')).makeLink))
  const review = program.command('review').description('what is to be looked at again, when and why')
  review
    .command('due')
    .option('--all', 'those that are due later, too')
    .option('--json', 'print JSON')
    .description('what is due for another look, and why')
    .action(lazily(async () => (await import('../commands/review.ts')).due))
}
