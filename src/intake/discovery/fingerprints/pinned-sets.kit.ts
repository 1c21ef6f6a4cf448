import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createGunzip } from 'node:zlib'
import type { FingerprintFiles } from './index.ts'

/** The pinned fingerprint sets of the test data, as far as they are there. */
export async function pinnedSets(): Promise<FingerprintFiles> {
  const data = process.env.LUNETTE_TEST_DATA ?? '../shared/data'
  const folder = join(data, 'fingerprints')
  const file = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : undefined)
  const recog = join(folder, 'recog-xml.tar.gz')
  const [wappalyzer, retire, endOfLife] = [
    'wappalyzergo-fingerprints_data.json.gz',
    'retirejs-jsrepository-v5.json.gz',
    'endoflife.ndjson.gz',
  ].map(file)
  return {
    ...(existsSync(recog) ? { recog: await untarred(recog) } : {}),
    ...(wappalyzer ? { wappalyzer } : {}),
    ...(retire ? { retire } : {}),
    ...(endOfLife ? { endOfLife } : {}),
  }
}

/** The files of a small tar archive (POSIX ustar). */
async function untarred(path: string): Promise<{ name: string; text: string }[]> {
  const chunks: Buffer[] = []
  for await (const chunk of createReadStream(path).pipe(createGunzip())) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  const files: { name: string; text: string }[] = []
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0; ) {
    const name = bytes.toString('utf8', at, bytes.indexOf(0, at))
    const size = Number.parseInt(bytes.toString('latin1', at + 124, at + 135), 8)
    if (name.endsWith('.xml')) files.push({ name, text: bytes.toString('utf8', at + 512, at + 512 + size) })
    at += 512 + Math.ceil(size / 512) * 512
  }
  return files
}
