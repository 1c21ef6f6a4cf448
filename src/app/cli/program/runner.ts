import { type Command, InvalidArgumentError, Option } from 'commander'
import { lazily } from './lazily.ts'

const wayOut = `
Without --gateway nothing is stored and no server is needed: --target is asked, and the results are lines of our own form
(docs/evaluations.md), which "lunette eval import" takes. With --gateway the run is stored as any imported one is.
Exit codes: 0 every case held; 1 a case failed, or none has a verdict; 2 the command or the dataset is wrong; 3 it could not be done.`

/** Runs of our own. */
export function addRunner(program: Command): void {
  const evaluation = program.commands.find((command) => command.name() === 'eval')!
  evaluation
    .command('run')
    .argument('[dataset]', 'cases as YAML or JSON lines (docs/running-evaluations.md); not with --resume')
    .option('--gateway <id>', 'a target of the register (gateways) that an owner approved; the run is stored')
    .option('--target <address>', 'an OpenAI-compatible endpoint, asked without a server')
    .option('--model <name>', 'the model that --target is asked for')
    .option('--key-env <name>', 'variable of the environment that holds the key of --target')
    .option('--judge <gateway>', 'the target that judges are asked at; with --target: the model of that name there')
    .option('--control <id>', 'the control it tests, where its cases do not say so')
    .option('--subject-version <version>', 'version of what is tested')
    .addOption(new Option('--repeats <times>', 'attempts at each case').argParser(whole(1, 100)).default(1))
    .option('--no-variation', 'do not ask cases rephrased and in steps as well')
    .addOption(new Option('--most-requests <count>', 'stop after so many').argParser(whole(1, 100_000)))
    .addOption(new Option('--most-tokens <count>', 'stop after so many').argParser(whole(1, 100_000_000)))
    .addOption(new Option('--requests-per-minute <count>', 'ask no faster').argParser(whole(1, 6_000)))
    .addOption(
      new Option(
        '--sequential <good,bad>',
        'stop when the failure rate is known to be good or bad: 0.02,0.08',
      ).argParser(rates),
    )
    .option('--output <file>', 'write the lines to a file instead of standard output (with --target)')
    .option('--resume <id>', 'let a stored run go on that was interrupted')
    .option('--json', 'print JSON')
    .description('run a dataset against an endpoint')
    .addHelpText('after', wayOut)
    .action(lazily(async () => (await import('../commands/eval-run.ts')).runDataset))
  evaluation
    .command('runs')
    .option('--json', 'print JSON')
    .description('runs of our own: how far they are, and what they came to')
    .action(lazily(async () => (await import('../commands/eval-run.ts')).listRuns))
  evaluation
    .command('show')
    .argument('<id>', 'a run’s id')
    .option('--json', 'print JSON')
    .description('what a run says besides its rate: elicitation gap, pass^k, flaky cases')
    .action(lazily(async () => (await import('../commands/eval-run.ts')).showMeasures))
}

function whole(least: number, most: number) {
  return (text: string): number => {
    const count = Number(text)
    if (text.trim() === '' || !Number.isInteger(count) || count < least || count > most)
      throw new InvalidArgumentError(`Give a whole number, ${least} to ${most}.`)
    return count
  }
}

function rates(text: string): { good: number; bad: number } {
  const [good = 0, bad = 0, ...more] = text.split(',').map(Number)
  if (more.length > 0 || !(good > 0 && good < bad && bad < 1))
    throw new InvalidArgumentError('Give two rates between 0 and 1, the good one first: 0.02,0.08.')
  return { good, bad }
}
