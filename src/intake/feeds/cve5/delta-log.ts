import { parseInstant } from '#core/kernel'
import { type ChangeList, defaultFeedLimits, type ListedChange, type OfficialFile } from '../contract.ts'
import { decompressed } from '../reading/bytes.ts'
import { elementsOf } from '../reading/elements.ts'
import { cveOf, fieldsOf, objectsOf } from '../reading/fields.ts'

const ARCHIVE = 'cvelistV5-main.zip'
const REPOSITORY = 'https://raw.githubusercontent.com/CVEProject/cvelistV5/main/'

/**
 * The program's log of the last thirty days (`cves/deltaLog.json`): an array, newest first, of what each of its runs
 * found new or updated. Records lie beside it by year and thousand. Source: the repository's README, "cves directory".
 */
export const deltaLog: ChangeList = {
  listOf: (archive) => {
    if (!archive.name.endsWith(ARCHIVE)) return undefined
    return { name: archive.name.replace(/[^/]*$/, 'cves/deltaLog.json'), url: `${rootOf(archive)}cves/deltaLog.json` }
  },
  recordOf: (archive, id) => `${rootOf(archive)}cves/${pathOf(id)}`,
  entries: readLog,
  listsAll: false,
}

/** The archive comes from another host than single files; a mirror has both in one place. */
function rootOf({ url }: OfficialFile): string {
  return url.startsWith('https://github.com/') ? REPOSITORY : url.replace(/[^/]*$/, '')
}

/** `CVE-2024-12345` → `2024/12xxx/CVE-2024-12345.json`. */
function pathOf(id: string): string {
  const [, year = '', number = ''] = id.split('-')
  return `${year}/${number.slice(0, -3)}xxx/${id}.json`
}

async function* readLog(path: string): AsyncGenerator<ListedChange> {
  for await (const runs of elementsOf(decompressed(path, 'plain', defaultFeedLimits), 1, defaultFeedLimits)) {
    for (const bytes of runs) yield* changesOf(bytes)
  }
}

function* changesOf(bytes: Buffer): Generator<ListedChange> {
  const run = fieldsOf(JSON.parse(bytes.toString('utf8')))
  const modified = parseInstant(run?.fetchTime)
  const ids = [run?.new, run?.updated].flatMap(objectsOf).flatMap(({ cveId }) => cveOf(cveId) ?? [])
  if (modified === undefined) return
  for (const id of ids) yield { modified, id, characters: bytes.length / ids.length }
}
