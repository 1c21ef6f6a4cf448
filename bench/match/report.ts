import { type Component, type CoverageRow, type Distribution, type Match, verdicts } from '#core/vocabulary'
import { ecosystemOfComponent } from '#exposure/matching'

const MAX_ROWS = 40

/** Per ecosystem: components, how many the loaded knowledge covers, why the others are unknown, and matches by verdict. */
export function coverageTable(
  components: readonly Component[],
  matches: readonly Match[],
  coverage: readonly CoverageRow[],
  distribution: Distribution | undefined,
): string {
  const ecosystemOf = new Map(
    components.map((component) => [component.ref, ecosystemOfComponent(component, distribution)]),
  )
  const counts = new Map<string, number>()
  for (const { componentRef, verdict } of matches) {
    const key = `${ecosystemOf.get(componentRef)} ${verdict}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const head = `| ecosystem | components | covered | no knowledge | no version | no identity | advisories | ${verdicts.join(' | ')} |`
  const rows = coverage.slice(0, MAX_ROWS).map(({ ecosystem, components: total, covered, unknown, advisories }) => {
    const found = verdicts.map((verdict) => counts.get(`${ecosystem} ${verdict}`) ?? 0)
    const cells = [total, covered, unknown.noKnowledge, unknown.noVersion, unknown.noIdentity, advisories, ...found]
    return `| ${ecosystem} | ${cells.join(' | ')} |`
  })
  const left = coverage.length - MAX_ROWS
  return [
    head,
    `|---|${'--:|'.repeat(6 + verdicts.length)}`,
    ...rows,
    ...(left > 0 ? [`(${left} smaller ecosystems)`] : []),
  ].join('\n')
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
