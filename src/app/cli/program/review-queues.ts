import { type Command, InvalidArgumentError } from 'commander'
import { lazily } from './lazily.ts'

/** Queues in which people review, under `review`. */
export function addReviewQueues(program: Command): void {
  const queue = program.commands
    .find((command) => command.name() === 'review')!
    .command('queue')
    .description('queues in which people review, and whether they look')
  queue
    .command('list')
    .option('--json', 'print JSON')
    .description('every queue with what its seeded items tell of its reviewers')
    .action(lazily(async () => (await import('../commands/review-queue.ts')).listQueues))
  queue
    .command('show')
    .argument('<id>')
    .option('--json', 'print JSON')
    .description('one queue: catch rate with its interval, d′ and c')
    .action(lazily(async () => (await import('../commands/review-queue.ts')).showQueue))
  queue
    .command('set')
    .argument('<id>')
    .requiredOption('--title <words>', 'what is reviewed in it')
    .requiredOption('--control <id>', 'the human barrier that its reviewers are')
    .option('--wrong-share <share>', 'probability that an item is followed by one known to be wrong', share)
    .option('--right-share <share>', 'probability that it is followed by one known to be right', share)
    .option('--least-seeds <count>', 'wrong items that are needed before anything is said', Number)
    .option('--json', 'print JSON')
    .description('say what a queue is')
    .action(lazily(async () => (await import('../commands/review-queue.ts')).setQueue))
  queue
    .command('seed')
    .argument('<id>')
    .argument('<file>', 'JSON lines: title, body, truth (wrong or right)')
    .option('--json', 'print JSON')
    .description('add items whose answer is known; each is shown once')
    .action(lazily(async () => (await import('../commands/review-queue.ts')).seed))
  queue
    .command('add')
    .argument('<id>')
    .argument('<file>', 'JSON lines: reference, title, body')
    .option('--json', 'print JSON')
    .description('add items to be reviewed; a reference that is known is left out')
    .action(lazily(async () => (await import('../commands/review-queue.ts')).addToQueue))
}

function share(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= 0.5))
    throw new InvalidArgumentError('Give a share, from 0 to 0.5.')
  return value
}
