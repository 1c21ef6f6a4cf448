import { type Command, Option } from 'commander'
import { anyNumber } from './arguments.ts'
import { lazily } from './lazily.ts'

/** What is reckoned with and not measured. */
export function addAssumptions(program: Command): void {
  const assumption = program.command('assumption').description('what risks and reviews are reckoned with unmeasured')
  assumption
    .command('list')
    .option('--json', 'print JSON')
    .description('what is assumed, from where, until when, and what hangs on it')
    .action(lazily(async () => (await import('../commands/assumption.ts')).list))
  assumption
    .command('set')
    .argument('<id>', 'as `assumption list` shows it, or a new one')
    .addOption(new Option('--value <number>', 'the number').argParser(anyNumber).makeOptionMandatory())
    .requiredOption('--source <words>', 'what speaks for it')
    .requiredOption('--until <day>', 'the last day it may be relied on, as 2026-12-31')
    .option('--stated <day>', 'when it was stated (default: today)')
    .option('--title <words>', 'of a new one')
    .option('--unit <unit>', 'of a new one')
    .option('--preview', 'only say what would move')
    .option('--json', 'print JSON')
    .description('state one anew, and say what that moves')
    .action(lazily(async () => (await import('../commands/assumption.ts')).set))
}
