import { ok } from '#core/kernel'
import { lockfileImporter } from '../shared/inventory/lockfile.ts'
import { readBerry } from './berry.ts'
import { readClassic } from './classic.ts'

/** Yarn lockfiles: classic (version 1) and berry (YAML with `__metadata`). */
export const yarnLockfile = lockfileImporter({
  id: 'yarn-lockfile',
  title: 'yarn lockfile',
  formats: 'yarn.lock, classic and berry',
  files: ['yarn.lock'],
  type: 'npm',
  byLine: true,
  looksLike: /^# yarn lockfile v1|^__metadata:/m,
  parse: (text) => text,
  read(text, list) {
    if (/^__metadata:/m.test(text)) return readBerry(text, list)
    readClassic(text, list)
    return ok({ format: 'yarn lockfile 1' })
  },
})
