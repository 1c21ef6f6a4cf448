/**
 * The one entry behind every npm script. Plain JavaScript for Node >= 20 without
 * dependencies, because it runs before anything is installed: it installs the
 * locked dependencies when they are missing or stale, finds a Node 24 runtime,
 * and hands over to the task.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const MINIMUM_NODE = 24
const forwarded = ['SIGINT', 'SIGTERM']
const PARENT_CHECK_MS = 500
const parent = process.ppid

const [task = 'help', ...args] = process.argv.slice(2)
install(root)
const node = runtime()
const tasks = await import('./tasks.mjs')
process.exitCode = await tasks.run(task, args, { root, node, exec })

/**
 * Installs `folder`'s locked dependencies unless this exact lock file is already installed. Not `npm ci`: it refuses a lock
 * that lacks another platform's optional packages, and it empties node_modules under a running server.
 */
function install(folder) {
  const lock = join(folder, 'package-lock.json')
  const stamp = join(folder, 'node_modules', '.lunette-lock')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digestOf(lock)) return
  say(`installing dependencies in ${folder === root ? '.' : 'tools/runtime'} …`)
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const done = spawnSync(npm, ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 2],
    shell: process.platform === 'win32',
  })
  if (done.status !== 0) {
    fail('the dependencies could not be installed; see the lines above (is the package registry reachable?)')
  }
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, digestOf(lock))
}

function digestOf(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

/** The path of a Node >= 24: this one where it is new enough, else the npm-distributed runtime. */
function runtime() {
  if (Number(process.versions.node.split('.')[0]) >= MINIMUM_NODE) return process.execPath
  const folder = join(root, 'tools', 'runtime')
  install(folder)
  const require = createRequire(join(folder, 'package.json'))
  const platform = process.platform === 'win32' ? 'win' : process.platform
  for (const name of [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`]) {
    try {
      const binary = join(
        dirname(require.resolve(`${name}/package.json`)),
        'bin',
        process.platform === 'win32' ? 'node.exe' : 'node',
      )
      if (existsSync(binary)) return binary
    } catch {
      // This name is not published for the platform: try the next.
    }
  }
  return fail(
    `Node ${MINIMUM_NODE} or newer is needed and no packaged runtime exists for ${process.platform}-${process.arch}: install Node ${MINIMUM_NODE} and try again`,
  )
}

/**
 * Runs a command to its end with the terminal attached; resolves to its exit code, to 128 and the number of the signal
 * that ended it as shells do. Signals that are for this process alone (of systemd, Docker, CI) reach the command, too.
 */
function exec(command, commandArgs, options = {}) {
  return new Promise((resolve) => {
    const path = `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`
    const child = spawn(command, commandArgs, {
      cwd: root,
      stdio: 'inherit',
      ...options,
      env: { ...process.env, PATH: path, ...options.env },
    })
    const forward = (signal) => child.kill(signal)
    for (const signal of forwarded) process.on(signal, forward)
    const unwatch = whenOrphaned(() => forward('SIGTERM'))
    const end = (code) => {
      unwatch()
      for (const signal of forwarded) process.off(signal, forward)
      resolve(code)
    }
    child.on('error', (error) => {
      say(`${command}: ${error.message}`)
      end(3)
    })
    child.on('exit', (code, signal) => end(code ?? 128 + constants.signals[signal]))
  })
}

/** npm tells a SIGTERM to its shell, and that ends without telling anybody: under npm a parent that is gone means the same. */
function whenOrphaned(stop) {
  if (process.env.npm_lifecycle_event === undefined) return () => {}
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    stop()
  }, PARENT_CHECK_MS)
  return () => clearInterval(timer)
}

function say(line) {
  process.stderr.write(`lunette: ${line}\n`)
}

function fail(line) {
  say(line)
  process.exit(3)
}
