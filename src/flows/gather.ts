import { statSync } from 'node:fs'
import { err, ok, problem } from '#core/kernel'
import { type Feed, feeds, filesOfMirror } from '#intake/feeds'
import type { RefreshOptions } from './refresh.ts'

/** Takes a feed's files from a mirror folder, as they lie there. Problem `no-mirror`: the folder is not there. */
export function gatherFromFolder(folder: string): RefreshOptions['gather'] {
  const found = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? filesOfMirror(folder, feeds) : undefined
  return async (feed: Feed) => {
    if (!found)
      return err(problem('no-mirror', `the mirror folder ${folder} does not exist: check the "mirror" setting`))
    return ok({ files: found.get(feed.id) ?? [], state: {} })
  }
}
