import { type Command, Option } from 'commander'
import { lazily } from './lazily.ts'

/** Cases of evaluations over their runs; what they add to `lunette eval`. */
export function addEvaluationCases(program: Command): void {
  const evaluation = program.commands.find((command) => command.name() === 'eval')!
  evaluation
    .command('cases')
    .argument('<control>', 'a control’s id in the register')
    .addOption(
      new Option('--only <part>', 'what fails in its newest run, or what is flaky').choices(['failing', 'flaky']),
    )
    .option('--json', 'print JSON')
    .description('cases that test a control, over its newest 50 runs: what fails now, and what is flaky')
    .action(lazily(async () => (await import('../commands/evaluation-cases.ts')).listCases))
  evaluation
    .command('case')
    .argument('<key>', 'the case’s key, as reports and `eval cases` name it')
    .option('--control <id>', 'where several controls have a case of this key')
    .option('--json', 'print JSON')
    .description('one case over its runs: what broke and mended it, how flaky it is, and which change it is to prove')
    .action(lazily(async () => (await import('../commands/evaluation-cases.ts')).showCase))
}
