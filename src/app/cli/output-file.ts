import { constants } from 'node:fs'
import { access, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { writeOut } from './say.ts'

/** Why nothing can be written to a file that was named on the command line, before any work is done for it; `undefined` when it can. */
export async function refusedOutput(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined
  try {
    const found = await stat(path).catch(() => undefined)
    if (found?.isDirectory()) return `${path} is a folder: name a file`
    if (!found && !(await stat(dirname(path))).isDirectory()) return `${path} cannot be written: ${reasons.ENOTDIR}`
    await access(found ? path : dirname(path), constants.W_OK)
    return undefined
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException
    return `${path} cannot be written: ${code in reasons ? reasons[code as keyof typeof reasons] : message}`
  }
}

/** Writes a whole text to the file that was named, or to standard output. */
export async function putOut(path: string | undefined, text: string): Promise<void> {
  if (path === undefined) await writeOut([text])
  else await writeFile(path, text)
}

const reasons = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a file lies where its folder should be',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'that file system is read-only',
} as const
