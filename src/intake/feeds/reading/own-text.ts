/**
 * A copy that stands for itself. A part of a longer text holds the whole of it in memory, so that a few words kept of
 * each chunk would keep the file.
 */
export function ownText(part: string): string {
  return Buffer.from(part).toString()
}
