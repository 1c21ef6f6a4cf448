/** Builds web/ into web/dist unless the build there is newer than every source. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const web = join(root, 'web')
const built = join(web, 'dist', 'index.html')
const sources = [
  join(web, 'src'),
  join(web, 'index.html'),
  join(web, 'vite.config.ts'),
  join(root, 'src', 'contract'),
  join(root, 'src', 'core'),
  join(root, 'package-lock.json'),
]

if (existsSync(built) && Math.max(...sources.map(newest)) <= statSync(built).mtimeMs) process.exit(0)
process.stderr.write('lunette: building the browser interface …\n')
const done = spawnSync(
  process.execPath,
  [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'],
  // Whatever the shell is set to: a build for development is larger and slower.
  { cwd: web, stdio: ['ignore', 2, 2], env: { ...process.env, NODE_ENV: 'production' } },
)
process.exit(done.status ?? 1)

/** Time of the last change at or below `path`, in milliseconds; 0 when there is nothing. */
function newest(path) {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}
