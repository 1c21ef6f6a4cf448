import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { ChangeList, ListedChange, OfficialFile } from '../contract.ts'

const LIST = 'modified_id.csv'

/** OSV's `modified_id.csv` beside each `all.zip`: `modified,id` lines, newest first; each record is beside it as `<id>.json`. */
export const modifiedList: ChangeList = {
  listOf: (archive) => (archive.name.endsWith('/all.zip') ? beside(archive, LIST) : undefined),
  recordOf: (archive, id) => beside(archive, `${encodeURIComponent(id)}.json`).url,
  entries: readLines,
  listsAll: true,
}

/** A file in the same directory. */
function beside({ name, url }: OfficialFile, file: string): OfficialFile {
  return { name: name.replace(/[^/]*$/, file), url: url.replace(/[^/]*$/, file) }
}

async function* readLines(path: string): AsyncGenerator<ListedChange> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })
  try {
    for await (const line of lines) {
      const [, modified, id] = /^([\dT:.Z+-]{10,40}),(?:[^,]*\/)?([^,/]{1,200})$/.exec(line.trim()) ?? []
      if (modified !== undefined && id !== undefined) yield { modified, id, characters: line.length + 1 }
    }
  } finally {
    lines.close()
  }
}
