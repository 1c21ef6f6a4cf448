import type { Question } from './questions.ts'
import type { Server } from './server.ts'

/** One of each kind of question, as a client asks it. */
const asked: readonly (readonly [Question['kind'] | 'vulnerabilities' | 'fix actions' | 'detail', string])[] = [
  ['list', '/findings?filter=decision%3Anow&sort=decision&limit=50'],
  ['facets', '/findings/facets?filter=decision%3Anow'],
  ['rare filter', '/findings?filter=state%3Aresolved+kev%3Ayes+ecosystem%3Anpm&sort=decision&limit=50'],
  ['deep page', '/findings?filter=&sort=decision&limit=50&offset=140000'],
  ['order', '/findings?filter=&sort=epss&limit=50'],
  ['text', '/findings?filter=package-77&sort=decision&limit=50'],
  ['today', '/overview'],
  ['vulnerabilities', '/vulnerabilities?filter=&sort=decision&limit=50'],
  ['fix actions', '/fix-actions?filter=&sort=decision&limit=50'],
]

/**
 * The plans of the statements that each kind of question has the database run, as Markdown. What a question asks is read
 * from the database only where it is not held in memory.
 *
 * @param explaining runs work and returns the plans of what it had run
 */
export async function plansOf(
  server: Server,
  explaining: (work: () => Promise<void>) => Promise<string[]>,
): Promise<string> {
  const seen = new Set<string>()
  const sections: string[] = []
  for (const [kind, path] of asked) {
    const plans = await explaining(async () => {
      await server.get(path)
    })
    const own = plans.filter((plan) => {
      const shape = shapeOf(plan)
      const isNew = !isBeside(plan) && !seen.has(shape)
      if (isNew) seen.add(shape)
      return isNew
    })
    sections.push(`## ${kind}\n\n\`GET ${decodeURIComponent(path)}\`\n`)
    if (own.length === 0) sections.push('No statement that is not shown above.\n')
    for (const plan of own) sections.push(`\`\`\`\n${readable(plan)}\n\`\`\`\n`)
  }
  return sections.join('\n')
}

/** What sets the workspace before a question, looks after sessions and jobs, or asks for tickets meanwhile. */
function isBeside(plan: string): boolean {
  return /^Result {2}\(cost=0\.00\.\.0\.01 /m.test(plan) || /\bfrom (?:ticket|session|job|account)\b/.test(plan)
}

/** The statement and its plan without what differs from call to call. */
function shapeOf(plan: string): string {
  return plan
    .split('\n')
    .filter((line) => !/^\s*(?:Buffers|Sort Method|Buckets|Heap|Memory)/.test(line))
    .join(' ')
    .replace(/\([^()]*(?:cost|actual time)=[^()]*\)/g, '')
    .replace(/'[^']*'|\d+/g, '?')
}

const LONGEST_LINE = 240

/** Long lists of numbers and columns say nothing of a plan. */
function readable(plan: string): string {
  return plan
    .replaceAll('`', "'")
    .split('\n')
    .map((line) => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)} …` : line))
    .join('\n')
}
