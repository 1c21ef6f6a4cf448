import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { err, ok, problem, type Result } from '#core/kernel'

const KEY_BYTES = 32
const FILE = 'secret.key'

/**
 * The keys of a data folder, the one to seal with first. `given` (LUNETTE_SECRET_KEY) wins over the file; either holds
 * base64 keys of 32 bytes, apart by commas or lines, so that a new key is put before the old one and both still open.
 * Without either, a key is made and kept in `secret.key`, readable by its owner only. Problem `bad-secret-key`.
 */
export function loadSecretKeys(dataDir: string, given?: string): Result<Buffer[]> {
  if (given !== undefined) return parseKeys(given, 'LUNETTE_SECRET_KEY')
  const path = join(dataDir, FILE)
  const held = read(path)
  if (held !== undefined) return parseKeys(held, path)
  makeKeyFile(path)
  return parseKeys(readFileSync(path, 'utf8'), path)
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Appears whole or not at all; of two processes that start together, one's key stays. */
function makeKeyFile(path: string): void {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function parseKeys(text: string, from: string): Result<Buffer[]> {
  const words = text.split(/[\s,]+/).filter(Boolean)
  const keys = words.map((word) => Buffer.from(word, 'base64'))
  if (keys.length > 0 && keys.every((key) => key.length === KEY_BYTES)) return ok(keys)
  return err(
    problem(
      'bad-secret-key',
      `${from} holds no keys of ${KEY_BYTES} bytes in base64: "openssl rand -base64 32" makes one`,
    ),
  )
}
