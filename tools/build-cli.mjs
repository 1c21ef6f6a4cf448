/**
 * Builds what a scan and the kill switch run into dist/cli, unless it is built of just these sources; other commands run their
 * sources.
 */
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { rolldown } from 'rolldown'
import { builtProgram, folder, root, sourceList, stateOf } from '../bin/built.mjs'

const entry = join(root, 'src', 'app', 'cli', 'program.ts')
const target = join(root, folder)
const commands = join(root, 'src', 'app', 'cli', 'commands')
const builtCommands = new Set(['scan.ts', 'kill-switch.ts'].map((file) => join(commands, file)))

async function build() {
  const sources = []
  const bundle = await rolldown({
    input: { program: entry },
    cwd: root,
    platform: 'node',
    // Packages stay what they are, but those of a hundred files and more; other commands start from their own sources.
    external: [/^node:/, /^(?!(?:kysely|zod)(?:\/|$))[a-z@]/],
    plugins: [otherCommands, placeOfSource(sources)],
    checks: { pluginTimings: false },
  })
  const made = `${target}.${process.pid}`
  await bundle.write({ dir: made, format: 'esm', chunkFileNames: '[name]-[hash].js', minify: false })
  await bundle.close()
  // Last, so that half a build is never one of these sources.
  rmSync(target, { recursive: true, force: true })
  renameSync(made, target)
  writeFileSync(join(root, sourceList), JSON.stringify(sources.map((path) => stateOf(path))))
}

/** Other commands are left where they are. */
const otherCommands = {
  name: 'other-commands',
  resolveId(source, importer) {
    if (!importer || !source.startsWith('.')) return null
    const path = join(dirname(importer), source)
    if (dirname(path) !== commands || builtCommands.has(path)) return null
    return { id: fromFolder(path), external: true }
  },
}

/** Notes what is built, and lets a source know its own place instead of that of the build. */
function placeOfSource(sources) {
  return {
    name: 'place-of-source',
    transform(code, id) {
      // The bundler's own have no file.
      if (id.startsWith('\0')) return null
      sources.push(relative(root, id))
      if (!code.includes('import.meta.')) return null
      const url = `new URL(${JSON.stringify(fromFolder(id))}, import.meta.url).href`
      if (code.includes('import.meta.dirname'))
        throw new Error(`${id}: asks for its folder, which a build does not know`)
      return code.replaceAll('import.meta.url', url)
    },
  }
}

/** A path as files in the folder of the build import it. */
function fromFolder(path) {
  return relative(target, path).split(sep).join('/')
}

try {
  if (builtProgram() === undefined) await build()
} catch (error) {
  // Without a build the sources are run; that a folder is read-only or full need not be said at every command.
  if (!['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(error.code)) throw error
}
