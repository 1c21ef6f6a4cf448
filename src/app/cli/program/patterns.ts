import { type Command, InvalidArgumentError } from 'commander'
import { lazily } from './lazily.ts'

/** Patterns of abuse. */
export function addPatterns(program: Command): void {
  const pattern = program
    .command('pattern')
    .description('what is tried again and again against AI systems, told without its words')
  pattern
    .command('list')
    .option('--json', 'print JSON')
    .description('patterns with how often they were seen and came through')
    .action(lazily(async () => (await import('../commands/pattern.ts')).listAll))
  pattern
    .command('show')
    .argument('<number>', 'a pattern’s number; one that went into another leads there', numberOf)
    .option('--json', 'print JSON')
    .description('one pattern with its items')
    .action(lazily(async () => (await import('../commands/pattern.ts')).showOne))
  pattern
    .command('name')
    .argument('<number>', 'a pattern’s number', numberOf)
    .argument('<title>')
    .option('--json', 'print JSON')
    .description('say what people call it')
    .action(lazily(async () => (await import('../commands/pattern.ts')).nameOne))
  pattern
    .command('merge')
    .argument('<number>', 'a pattern’s number', numberOf)
    .argument('<into>', 'another’s', numberOf)
    .option('--json', 'print JSON')
    .description('say that two are one; the lower number stays')
    .action(lazily(async () => (await import('../commands/pattern.ts')).mergeTwo))
  pattern
    .command('split')
    .argument('<number>', 'a pattern’s number', numberOf)
    .argument('<items...>', 'ids of its items that are something else')
    .option('--json', 'print JSON')
    .description('say that some of it is something else')
    .action(lazily(async () => (await import('../commands/pattern.ts')).splitOff))
}

const MOST = 2_147_483_647

function numberOf(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1 || number > MOST)
    throw new InvalidArgumentError('Give a pattern’s number.')
  return number
}
