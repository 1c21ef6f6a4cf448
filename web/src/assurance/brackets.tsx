import { causeName } from '@contract/assurance-words.ts'
import type { ScenarioRow } from '@contract/scenario-rows.ts'
import { rowOf, TRACKS, trackOf } from './tracks.ts'

type Group = ScenarioRow['residual']['groups'][number]

/** Causes that can defeat several barriers at once. */
export function sharedGroups({ residual }: Pick<ScenarioRow, 'residual'>): Group[] {
  return residual.groups.filter(({ members }) => members.length > 1)
}

/** Under the walls: a bracket joins those that one cause can defeat together. */
export function Brackets({ scenario, firstRow }: { scenario: ScenarioRow; firstRow: number }) {
  return sharedGroups(scenario).map((group, number) => (
    <Bracket key={group.members.join()} group={group} row={firstRow + number * 2} />
  ))
}

function Bracket({ group: { members, causes, beta, measured }, row }: { group: Group; row: number }) {
  const [first, last] = [members[0]!, members.at(-1)!]
  return (
    <>
      <span
        aria-hidden
        className="mx-3.5 mt-2 h-3 border-b-2 border-muted"
        style={{ gridRow: row, gridColumn: `${trackOf(first)} / ${trackOf(last) + 1}` }}
      />
      {members.map((place) => (
        <span
          key={place}
          aria-hidden
          className="mt-2 h-3 w-0.5 justify-self-center bg-muted"
          style={{ gridRow: row, gridColumn: trackOf(place) }}
        />
      ))}
      <span
        className="px-1 text-center text-sm"
        title={BETA_HINT}
        style={{ gridRow: row + 1, gridColumn: `${trackOf(first) - 1} / ${trackOf(last) - 1 + TRACKS}` }}
      >
        {causeWords({ causes, beta, measured })}
      </span>
    </>
  )
}

/** How far down its row a lying wall is: the stream above it, and half of its own height. */
const TO_WALL = 'h-[3.375rem]'

/** Beside the walls, where they lie: the same brackets, upright. */
export function SideBrackets({ scenario }: { scenario: ScenarioRow }) {
  return sharedGroups(scenario).flatMap(({ members }, number) => {
    const [first, last] = [members[0]!, members.at(-1)!]
    const places = Array.from({ length: last - first + 1 }, (_, index) => first + index)
    return places.map((place) => (
      <span
        key={`${members.join()} ${place}`}
        aria-hidden
        className="relative"
        style={{ gridRow: rowOf(place), gridColumn: 2 + number }}
      >
        <span
          className={`absolute right-0 w-0.5 bg-muted ${place === first ? 'top-[3.375rem] bottom-0' : place === last ? `top-0 ${TO_WALL}` : 'inset-y-0'}`}
        />
        {members.includes(place) && <span className="absolute top-[3.375rem] right-0 h-0.5 w-2.5 bg-muted" />}
      </span>
    ))
  })
}

type Cause = { causes: readonly string[] } & Pick<Group, 'beta' | 'measured'>

/** What the letter stands for, where it is pointed at. */
export const BETA_HINT = 'β: the share of their failures that comes from this cause, and meets all of them at once'

/** One cause, the share of failures that is taken for its own, and what that is known from. */
export function causeWords({ causes, beta, measured }: Cause): string {
  const basis = measured
    ? `at most ${Math.ceil(beta * 1_000) / 1_000}, measured with ${measured.cases.toLocaleString()} cases`
    : `${beta} assumed`
  return `${causes.map(causeName).join(', ')} · β ${basis}`
}
