import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { cpus, platform, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { dataFolder } from '../../test/support/data-folder.ts'

const bars = { perSecond: 2_000, growth: 1.15 }
const SECONDS = 60
/** Until here code is compiled and pages are read for the first time. */
const WARM_SECONDS = 25
const MIB = 1024 ** 2

/**
 * `npm run bench -- traces [seconds]`: spans a second that are taken in, stored and settled, and what the server holds
 * meanwhile; writes docs/generated/bench-traces.md. Exit 1 when a bar is missed.
 */
export async function run([seconds = String(SECONDS)]: readonly string[] = []): Promise<number> {
  const folder = dataFolder('bench-traces')
  try {
    const figures = [await measure(folder, 'protobuf', Number(seconds)), await measure(folder, 'json', Number(seconds))]
    return report(figures, Number(seconds))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Figures {
  format: string
  perSecond: number
  slowestMs: number
  again: number
  /** Memory of the server's process (resident) in the first and last third, median. */
  earlyMib: number
  lateMib: number
  peakMib: number
  /** Processor seconds of the server's process a second. */
  cpu: number
  traces: number
  coverage: number
}

interface Mark {
  cpu: NodeJS.CpuUsage
  memory: number[]
  peak: number
}

async function measure(folder: string, format: 'protobuf' | 'json', seconds: number): Promise<Figures> {
  const server = fork(join(import.meta.dirname, 'server.ts'), [join(folder, format)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const { origin, token } = await told<{ origin: string; token: string }>(server)
  // As much as is taken: what is offered is above the bar.
  await send({ origin, token, format, rate: 100_000, seconds: WARM_SECONDS })
  const before = await ask<Mark>(server, 'mark')
  const sent = await send({ origin, token, format, rate: 100_000, seconds })
  const after = await ask<Mark>(server, 'mark')
  const end = await ask<{ settled: number; coverage: number }>(server, 'end')
  await once(server, 'exit')
  if (sent.failed > 0) throw new Error(`${sent.failed} requests were refused`)
  const third = Math.floor(after.memory.length / 3)
  const used = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system
  return {
    ...{
      format,
      perSecond: Math.round(sent.sent / sent.seconds),
      slowestMs: Math.round(sent.slowestMs),
      again: sent.again,
    },
    ...{ earlyMib: median(after.memory.slice(0, third)) / MIB, lateMib: median(after.memory.slice(-third)) / MIB },
    ...{ peakMib: after.peak / MIB, cpu: used / 1e6 / sent.seconds, traces: end.settled, coverage: end.coverage },
  }
}

interface Sent {
  sent: number
  again: number
  failed: number
  slowestMs: number
  seconds: number
}

async function send(workerData: object): Promise<Sent> {
  const worker = new Worker(join(import.meta.dirname, 'sender.ts'), { workerData })
  const [sent] = (await once(worker, 'message')) as [Sent]
  return sent
}

async function ask<Answer>(server: ChildProcess, word: string): Promise<Answer> {
  server.send(word)
  return told<Answer>(server)
}

async function told<Answer>(server: ChildProcess): Promise<Answer> {
  const [answer] = (await once(server, 'message')) as [Answer]
  return answer
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function report(figures: readonly Figures[], seconds: number): number {
  const missed = figures.flatMap(({ format, perSecond, earlyMib, lateMib, coverage }) => [
    ...(perSecond < bars.perSecond ? [`${format} ${perSecond} spans/s < ${bars.perSecond}`] : []),
    ...(lateMib > earlyMib * bars.growth
      ? [`${format}: memory grew from ${earlyMib.toFixed(0)} to ${lateMib.toFixed(0)} MiB`]
      : []),
    ...(Math.abs(coverage - 0.8) > 0.02 ? [`${format}: coverage ${coverage} is not 0.8`] : []),
  ])
  const all = cpus()
  const machine = `${all.length} × ${all[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 1024 ** 3)} GiB, ${platform()} ${release()}, Node ${process.versions.node}`
  const rows = figures.map(
    (one) =>
      `| ${one.format} | ${one.perSecond.toLocaleString('en')} | ${one.earlyMib.toFixed(0)} → ${one.lateMib.toFixed(0)} MiB | ${one.peakMib.toFixed(0)} MiB | ${one.cpu.toFixed(2)} | ${one.slowestMs} ms | ${one.again} | ${one.traces.toLocaleString('en')} | ${(one.coverage * 100).toFixed(1)} % |`,
  )
  const text = [
    '# Traces',
    `Made by \`npm run bench -- traces\` on ${new Date().toISOString().slice(0, 10)}: ${machine}. For each form ${seconds} seconds after ${WARM_SECONDS} of warming up: requests of 512 spans of traces of five, packed with gzip, through the HTTP server into the embedded database, as fast as one sender on the same machine may; traces are settled every five seconds meanwhile. Four traces in five carry the control. Bars: ${bars.perSecond.toLocaleString('en')} spans a second, memory of the last third at most ${Math.round((bars.growth - 1) * 100)} % above the first.`,
    [
      '| OTLP | spans/s | server’s memory | peak | processor | slowest request | told to wait | traces counted | coverage found |',
      '|---|---:|---:|---:|---:|---:|---:|---:|---:|',
      ...rows,
    ].join('\n'),
    missed.length === 0 ? 'all bars met' : `missed: ${missed.join('; ')}`,
  ].join('\n\n')
  process.stdout.write(`${text}\n`)
  writeFileSync(join(import.meta.dirname, '../../docs/generated/bench-traces.md'), `${text}\n`)
  return missed.length === 0 ? 0 : 1
}
