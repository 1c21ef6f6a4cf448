/** What each npm script does, once dependencies and a Node 24 are there. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { builtProgram } from '../bin/built.mjs'

const chromiumPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
/** Chromium without windows, as Debian packages it: most tests need no more, and a page costs half as much there. */
const headlessShell = '/usr/bin/chromium-headless-shell'

export async function run(task, args, context) {
  const chosen = tasks[task]
  if (chosen) return chosen(args, context)
  process.stderr.write(`lunette: no task "${task}"; there are ${Object.keys(tasks).join(', ')}\n`)
  return 2
}

/** Small young generations halve the memory of a scan and of a refresh at the same speed. */
const memory = '--max-semi-space-size=8'
/** A scan fills so much within a second: collecting what it holds on the way there would be for nothing. */
const heap = '--initial-heap-size=160'

const tasks = {
  async start(args, context) {
    const built = await buildWeb(context)
    if (built !== 0) return built
    await buildCli(context)
    return lunette(context, ['start', ...args])
  },
  async lunette(args, context) {
    await buildCli(context)
    return lunette(context, args)
  },
  async test(args, context) {
    installChromium()
    const built = await buildWeb(context)
    if (built !== 0) return built
    await buildCli(context)
    return vitest(context, ['--project', 'unit', '--project', 'system', '--project', 'external', ...args])
  },
  'test:long': (args, context) => vitest(context, ['--project', 'long', ...args]),
  async check(_args, context) {
    const steps = [
      ['types', ['node_modules/typescript/bin/tsc', '--noEmit']],
      ['types of the browser part', ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'web']],
      ['format and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings']],
      [
        'import law',
        ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.mjs', 'src'],
      ],
      ['unused code', ['node_modules/knip/bin/knip.js']],
    ]
    let failed = 0
    for (const [name, command] of steps) {
      process.stdout.write(`check: ${name}\n`)
      const code = await context.exec(context.node, command)
      if (code !== 0) failed = 1
    }
    return failed
  },
  conformance: (args, context) => context.exec(context.node, ['bench/conformance/main.ts', ...args]),
  async bench(args, context) {
    await buildCli(context)
    return context.exec(context.node, ['bench/main.ts', ...args], { env: { NODE_OPTIONS: memory } })
  },
  docs: (args, context) => context.exec(context.node, ['tools/docs.ts', ...args]),
}

/** Paths among the arguments are meant from where the person is. */
function lunette({ root, node, exec }, args) {
  const command = [memory, heap, '--disable-warning=ExperimentalWarning', join(root, 'bin', 'lunette.mjs'), ...args]
  return exec(node, command, { cwd: process.cwd() })
}

function vitest({ node, exec }, args) {
  return exec(node, ['node_modules/vitest/vitest.mjs', 'run', ...args])
}

/** Builds the browser part when its sources are newer than the last build. */
async function buildWeb({ root, node, exec }) {
  return exec(node, [join(root, 'tools', 'build-web.mjs')])
}

/** Builds what a scan runs when its sources changed; without it they are run themselves, a tenth slower. */
async function buildCli({ root, node, exec }) {
  if (builtProgram(root) === undefined) await exec(node, [join(root, 'tools', 'build-cli.mjs')])
}

/** Browser tests need Debian's Chromium; as root we install it, elsewhere the tests say that they are skipped. */
function installChromium() {
  const wanted = [
    ...(chromiumPaths.some(existsSync) ? [] : ['chromium']),
    ...(existsSync(headlessShell) ? [] : ['chromium-headless-shell']),
  ]
  if (wanted.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  process.stderr.write('lunette: installing Chromium for the browser tests …\n')
  const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update', '-qq'], quiet)
  // One by one: not every release of Debian has both.
  for (const name of wanted) spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], quiet)
  if (![...chromiumPaths, headlessShell].some(existsSync))
    process.stderr.write('lunette: Chromium could not be installed; browser tests will be skipped\n')
}
