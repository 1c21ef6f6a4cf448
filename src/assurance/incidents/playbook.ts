import { parse, YAMLParseError } from 'yaml'
import { z } from 'zod'
import { err, ok, problem, type Result } from '#core/kernel'
import { caseKinds } from '#core/vocabulary'
import type { AssuranceCase } from './case.ts'

/** What to do when something happens: Markdown whose task-list items are the steps. */
export interface Playbook {
  title: string
  when: PlaybookTrigger
  /** What follows the front matter. */
  text: string
  /** Words before the first heading. */
  intro: string
  sections: PlaybookSection[]
}

export interface PlaybookSection {
  title: string
  steps: PlaybookStep[]
}

/** A step by its place among all steps of the playbook. */
export interface PlaybookStep {
  position: number
  text: string
}

/** For which cases it is proposed: any of these is enough. */
export interface PlaybookTrigger {
  kinds: AssuranceCase['kind'][]
  patterns: string[]
  systems: string[]
  controls: string[]
  words: string[]
}

const MOST_TEXT = 64 * 1024
const MOST_STEPS = 200
const MOST_SECTIONS = 50

const list = z.array(z.string().trim().min(1).max(100)).max(50).default([])
const head = z.strictObject({
  title: z.string().trim().min(1).max(200),
  when: z
    .strictObject({
      kinds: z.array(z.enum(caseKinds)).default([]),
      patterns: list,
      systems: list,
      controls: list,
      words: list,
    })
    .prefault({}),
})

/** Reads a playbook: front matter with `title` and `when`, then Markdown. Problem: `not-a-playbook`, with what is wrong. */
export function readPlaybook(text: string): Result<Playbook> {
  if (text.length > MOST_TEXT) return refused(`it has more than ${MOST_TEXT} characters`)
  const parts = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text)
  if (!parts) return refused('it begins with front matter between two lines of ---, with a title')
  const read = head.safeParse(yamlOf(parts[1]!))
  if (!read.success) {
    const [issue] = read.error.issues
    return refused(`${issue?.path.join('.') || 'front matter'}: ${issue?.message ?? 'it cannot be read'}`)
  }
  const body = text.slice(parts[0].length).trim()
  const { intro, sections } = bodyOf(body)
  const steps = sections.reduce((sum, section) => sum + section.steps.length, 0)
  if (steps === 0) return refused('it has no step: a step is a line that begins with "- [ ]"')
  if (steps > MOST_STEPS || sections.length > MOST_SECTIONS)
    return refused(`it has more than ${MOST_STEPS} steps or ${MOST_SECTIONS} sections`)
  return ok({ title: read.data.title, when: read.data.when, text: body, intro, sections })
}

function refused(why: string) {
  return err(problem('not-a-playbook', `the playbook cannot be taken: ${why}`))
}

function yamlOf(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 })
  } catch (error) {
    if (error instanceof YAMLParseError || error instanceof ReferenceError) return undefined
    throw error
  }
}

function bodyOf(text: string): Pick<Playbook, 'intro' | 'sections'> {
  const sections: PlaybookSection[] = []
  const intro: string[] = []
  let position = 0
  for (const line of text.split(/\r?\n/)) {
    const heading = /^#{1,6}\s+(.+?)\s*$/.exec(line)?.[1]
    const step = /^\s*(?:[-*+]|\d{1,3}[.)])\s+\[[ xX]?\]\s+(.+?)\s*$/.exec(line)?.[1]
    if (heading !== undefined) sections.push({ title: heading, steps: [] })
    else if (step !== undefined) {
      if (sections.length === 0) sections.push({ title: 'Steps', steps: [] })
      sections.at(-1)!.steps.push({ position: position++, text: step })
    } else if (sections.length === 0) intro.push(line)
    // A line that goes on belongs to the step above it.
    else if (/^\s+\S/.test(line)) continued(sections, line.trim())
  }
  return { intro: intro.join('\n').trim(), sections: sections.filter(({ steps }) => steps.length > 0) }
}

function continued(sections: readonly PlaybookSection[], words: string): void {
  const step = sections.at(-1)?.steps.at(-1)
  if (step) step.text += ` ${words}`
}

/** Why a playbook is proposed for a case, nothing where it is not; and how many marks of it the case bears. */
export function whyProposed(
  { when }: Pick<Playbook, 'when'>,
  one: Pick<AssuranceCase, 'kind' | 'pattern' | 'system' | 'barriers' | 'title' | 'summary'>,
): { why: string[]; marks: number } {
  const why: string[] = []
  // A kind alone says too little: it narrows, the others propose.
  if (when.kinds.length > 0 && !when.kinds.includes(one.kind)) return { why, marks: 0 }
  if (one.pattern !== null && when.patterns.includes(one.pattern)) why.push(`the pattern "${one.pattern}"`)
  if (one.system !== null && when.systems.includes(one.system)) why.push(`the system "${one.system}"`)
  let marks = why.length
  const met = one.barriers.filter(({ controlId, outcome }) => outcome !== 'held' && when.controls.includes(controlId))
  if (met.length > 0) why.push(`${met.map(({ controlId }) => controlId).join(', ')} did not hold`)
  const text = `${one.title} ${one.summary}`.toLowerCase()
  const said = when.words.filter((word) => text.includes(word.toLowerCase()))
  if (said.length > 0) why.push(`the words ${said.map((word) => `"${word}"`).join(', ')}`)
  marks += met.length + said.length
  return { why, marks }
}
