import type { Command } from 'commander'
import { lazily } from './lazily.ts'

/** Traces, monitors, gateways; and what they add to controls and evaluations. */
export function addMonitoring(program: Command): void {
  const traces = program.command('traces').description('traces of AI systems, counted without their content')
  traces
    .command('import')
    .argument(
      '<file>',
      'lines of LiteLLM, Langfuse, Portkey or the collector; OTLP as .json or .pb; also packed with gzip',
    )
    .option('--json', 'print JSON')
    .description('count a gateway’s log as if it had been sent')
    .action(lazily(async () => (await import('../commands/monitoring.ts')).importTraces))
  traces
    .command('show')
    .option('--json', 'print JSON')
    .description('what came in within a day, and whose it was taken to be')
    .action(lazily(async () => (await import('../commands/monitoring.ts')).showTraces))
  program
    .command('monitor')
    .description('what is watched of AI systems')
    .command('list')
    .option('--json', 'print JSON')
    .description('every monitor with what it said last')
    .action(lazily(async () => (await import('../commands/monitoring.ts')).listMonitors))
  addGateways(program)
  addToControls(program)
}

function addGateways(program: Command): void {
  const gateway = program
    .command('target')
    .alias('gateway')
    .description('addresses that probes and evaluations are sent to: `gateways` in a register')
  gateway
    .command('list')
    .option('--json', 'print JSON')
    .description('targets of the register, and whether they may be asked')
    .action(lazily(async () => (await import('../commands/monitoring.ts')).listGateways))
  gateway
    .command('approve')
    .argument('<id>', 'a target’s id in the register')
    .option('--withdraw', 'let it be probed no more')
    .option('--json', 'print JSON')
    .description('agree that it is probed at the address it has now')
    .action(lazily(async () => (await import('../commands/monitoring.ts')).approve))
  gateway
    .command('secret')
    .argument('<id>', 'a target’s id in the register')
    .option('--json', 'print JSON')
    .description('keep what stands on standard input as its secret, encrypted; nothing forgets it')
    .action(lazily(async () => (await import('../commands/monitoring.ts')).keepGatewaySecret))
}

function addToControls(program: Command): void {
  const of = (name: string) => program.commands.find((command) => command.name() === name)!
  of('control')
    .command('probe')
    .argument('<id>', 'a control’s id in the register')
    .option('--json', 'print JSON')
    .description('send its liveness probe now; exits 1 where it is dead')
    .action(lazily(async () => (await import('../commands/monitoring.ts')).probeControl))
  of('control')
    .command('gap')
    .argument('<id>', 'a control’s id in the register')
    .option('--json', 'print JSON')
    .description('how far its newest evaluation speaks for production')
    .action(lazily(async () => (await import('../commands/monitoring.ts')).controlGap))
  of('eval')
    .command('gap')
    .argument('<id>', 'a run’s id')
    .option('--json', 'print JSON')
    .description('how far a run speaks for production')
    .action(lazily(async () => (await import('../commands/monitoring.ts')).runGap))
}
