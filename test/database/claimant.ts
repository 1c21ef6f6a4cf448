import { claim } from '../../src/platform/database/launcher/owner.ts'

/** A process of its own that claims a data folder at a moment it is told, keeps what it got, and says whether it did. */
process.on('message', ({ folder, at }: { folder: string; at: number }) => {
  while (Date.now() < at);
  process.send?.(claim(folder).ok)
})
process.send?.('ready')
