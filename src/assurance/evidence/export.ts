import { z } from 'zod'
import { digestOf, err, ok, problem, type Result } from '#core/kernel'
import { assuranceEvidenceKinds, controlAspects, evidenceResults } from '#core/vocabulary'
import { type ChainedEvidence, type EvidenceCheck, EvidenceVerifier } from './evidence.ts'

/*
 * An export is JSON lines: a head, an entry a line, a foot with the number of entries, the chain's last digest and the
 * SHA-256 of all lines before it. It proves itself without a database.
 */
const FORMAT = 1
const MAX_LINE = 64 * 1024

const words = z.strictObject({
  kind: z.enum(assuranceEvidenceKinds),
  aspect: z.enum(controlAspects),
  result: z.enum(evidenceResults),
  demands: z.int().nonnegative(),
  weight: z.number(),
  controlId: z.string(),
  subjectVersion: z.string().nullable(),
  source: z.string(),
  at: z.iso.datetime(),
  note: z.string().nullable(),
  recordedBy: z.string().optional(),
})
const entry = z.strictObject({
  position: z.int().positive(),
  at: z.iso.datetime(),
  content: z.string(),
  digest: z.string(),
  salt: z.string().optional(),
  words: words.optional(),
})
const head = z.strictObject({ lunetteEvidence: z.literal(FORMAT), workspace: z.uuid(), exportedAt: z.iso.datetime() })
const foot = z.strictObject({ entries: z.int().nonnegative(), head: z.string(), sha256: z.string() })

/** The lines of an export, each with its end. */
export async function* exportedLines(
  about: { workspace: string; exportedAt: string },
  entries: AsyncIterable<ChainedEvidence>,
): AsyncGenerator<string> {
  const verifier = new EvidenceVerifier(about.workspace)
  let digest = ''
  const line = (value: object): string => {
    const text = JSON.stringify(value)
    digest = digestOf(`${digest}\n${text}`)
    return `${text}\n`
  }
  yield line({ lunetteEvidence: FORMAT, ...about })
  for await (const one of entries) {
    verifier.take(one)
    yield line(one)
  }
  const { entries: count, head: last } = verifier.check
  yield `${JSON.stringify({ entries: count, head: last, sha256: digest })}\n`
}

/**
 * Verifies an export by itself. A chain that breaks is told in the check (`brokenAt`), as is where a file was cut off or
 * damaged (`damage`); problem `not-evidence` for a file that is none or was changed outside of its entries.
 */
export async function verifyExport(lines: AsyncIterable<string>): Promise<Result<EvidenceCheck>> {
  let verifier: EvidenceVerifier | undefined
  let [digest, number] = ['', 0]
  let end: z.infer<typeof foot> | undefined
  for await (const line of lines) {
    number++
    if (end) return err(refused('it goes on behind its end'))
    const value = line.length > MAX_LINE ? undefined : parsed(line)
    if (!verifier) {
      const read = head.safeParse(value)
      if (!read.success) return err(refused('its first line is not that of an export of evidence'))
      verifier = new EvidenceVerifier(read.data.workspace)
    } else {
      end = foot.safeParse(value).data
      const read = end ? undefined : entry.safeParse(value)
      if (read && !read.success) return ok(damaged(verifier.check, `line ${number} is no whole entry`))
      if (read?.success) verifier.take(read.data)
    }
    if (!end) digest = digestOf(`${digest}\n${line}`)
  }
  if (!verifier) return err(refused('it is empty'))
  const { check } = verifier
  if (!end) return ok(damaged(check, `it was cut off after line ${number}: the line that closes an export is missing`))
  // An entry that was changed breaks the chain, which says where; the whole tells what lies outside of entries.
  if (
    check.brokenAt === undefined &&
    (end.entries !== check.entries || end.head !== check.head || end.sha256 !== digest)
  )
    return err(refused('its lines do not match its end'))
  return ok(check)
}

/** The chain ends where the file does no longer hold it; where it broke before that, it is that which counts. */
function damaged(check: EvidenceCheck, damage: string): EvidenceCheck {
  return check.brokenAt === undefined ? { ...check, brokenAt: check.entries + 1, damage } : check
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function refused(detail: string) {
  return problem('not-evidence', `the file proves nothing: ${detail}`)
}
