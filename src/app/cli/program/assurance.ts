import { type Command, Option } from 'commander'
import { rows, share } from './arguments.ts'
import { lazily } from './lazily.ts'

/** AI systems, controls, evaluations and the chain of evidence. */
export function addAssurance(program: Command): void {
  const ai = program.command('ai').description('AI systems, and the register they are kept in')
  ai.command('import')
    .argument('<file>', 'an ai-register.yaml: systems, controls, scenarios, assumptions')
    .option('--preview', 'only say what would come, change and go')
    .option('--json', 'print JSON')
    .description('take a register in; the same again changes nothing')
    .action(lazily(async () => (await import('../commands/assurance.ts')).importRegister))
  ai.command('list')
    .option('--json', 'print JSON')
    .description('the AI systems that are registered')
    .action(lazily(async () => (await import('../commands/assurance.ts')).listSystems))
  const control = program.command('control').description('safeguards, and what evidence shows of them')
  control
    .command('list')
    .option('--json', 'print JSON')
    .description('every control: coverage, life, efficacy, and what risk reckons with')
    .action(lazily(async () => (await import('../commands/assurance.ts')).listControls))
  control
    .command('show')
    .argument('<id>', 'a control’s id in the register')
    .option('--json', 'print JSON')
    .description('one control with its reasons')
    .action(lazily(async () => (await import('../commands/assurance.ts')).showControl))
  control
    .command('set')
    .argument('<id>', 'a control’s id in the register')
    .option('--name <words>', 'what it is called')
    .option('--owner <name>', 'who answers for it')
    .option('--claim <words>', 'what it is there to stop')
    .option('--measure <words>', 'how that is measured')
    .option('--system <id>', 'the AI system that it guards')
    .option('--subject-version <version>', 'the version that runs now: passes of another count a quarter')
    .option('--reference <ids...>', 'what frameworks ask for it: all of them, such as "NIST CSF 2.0 PR.AA-05"')
    .option('--review-days <days>', 'how often it is looked at again', rows(1, 3_650))
    .option('--json', 'print JSON')
    .description('say anew what a control is; its register says it again when it is taken in')
    .action(lazily(async () => (await import('../commands/assurance.ts')).setControl))
  const evaluation = program.command('eval').description('evaluations of AI systems')
  evaluation
    .command('import')
    .argument('<file>', 'a report of promptfoo, Inspect, garak, PyRIT, JUnit XML, or lines of key and result')
    .option('--control <id>', 'the control it tests, where its cases do not say so')
    .option('--subject-version <version>', 'version of what was tested; without it a pass counts a quarter')
    .option('--at <time>', 'when it was run, where the report does not say, as 2026-08-01T06:00:00Z (default: now)')
    .option('--preview', 'only say what would be read of it, and how')
    .option('--json', 'print JSON')
    .description('take a report in as evidence; the same again changes nothing')
    .action(lazily(async () => (await import('../commands/assurance.ts')).importEvaluation))
  evaluation
    .command('list')
    .option('--limit <rows>', 'how many are shown, at most 500', rows(1, 500), 50)
    .option('--json', 'print JSON')
    .description('the newest runs with their failure rates')
    .action(lazily(async () => (await import('../commands/assurance.ts')).listEvaluations))
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
    .action(lazily(async () => (await import('../commands/evaluation.ts')).compareEvaluations))
  evaluation
    .command('export')
    .argument('<id>', 'a run’s id')
    .option('--output <file>', 'write to a file instead of standard output')
    .description('the failing cases of a run as SARIF')
    .action(lazily(async () => (await import('../commands/evaluation.ts')).exportEvaluation))
  const evidence = program.command('evidence').description('the chain of evidence about controls')
  evidence
    .command('add')
    .argument('<control>', 'a control’s id in the register')
    .addOption(
      new Option('--aspect <aspect>', 'liveness: does it act; coverage: does it see requests; efficacy: does it hold')
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
    .option('--demands <number>', 'how many requests or tests it was seen on', rows(1, 1_000_000_000), 1)
    .option('--at <time>', 'when it was seen, as 2026-08-01T06:00:00Z (default: now)')
    .option('--subject-version <version>', 'version of what did the guarding (default: the present one)')
    .option('--note <words>', 'how it was seen')
    .option('--json', 'print JSON')
    .description('record what was seen of a control; it is never changed afterwards')
    .action(lazily(async () => (await import('../commands/evidence.ts')).add))
  evidence
    .command('verify')
    .argument('[file]', 'an export; left out: what is recorded here')
    .option('--json', 'print JSON')
    .description(
      'recompute the chain; exits 1 and says where it breaks: an entry was changed, left out or moved, or the file was cut off',
    )
    .action(lazily(async () => (await import('../commands/evidence.ts')).verify))
  evidence
    .command('export')
    .argument('<file>')
    .option('--json', 'print JSON')
    .description('write the chain as lines that prove themselves')
    .action(lazily(async () => (await import('../commands/evidence.ts')).exportEvidence))
}
