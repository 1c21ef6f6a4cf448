import { type CaseKind, caseKinds } from '#core/vocabulary'
import type { AssuranceCase, CaseKindChange, CaseMoment } from './case.ts'

/** True where a case is to be less grave than it is: that needs a reason. */
export function isDowngrade(from: CaseKind, to: CaseKind): boolean {
  // The vocabulary names the gravest first.
  return caseKinds.indexOf(to) > caseKinds.indexOf(from)
}

/** The gravest that a case ever was: what it must show before it is closed goes by that, whatever it is called since. */
export function gravestKind({ kind, kinds }: Pick<AssuranceCase, 'kind' | 'kinds'>): CaseKind {
  return kinds.reduce<CaseKind>((gravest, { was }) => (isDowngrade(was, gravest) ? was : gravest), kind)
}

/** The kinds a case had, as moments of its timeline: what became of it, by whom and why. */
export function kindMoments({ kind, kinds }: Pick<AssuranceCase, 'kind' | 'kinds'>): CaseMoment[] {
  return kinds.map((change, index) => ({
    ...{ id: `kind-${index}`, step: null, what: kindChangeWords(change, kinds[index + 1]?.was ?? kind) },
    ...{ earliest: change.at, latest: change.at, estimated: false, saidBy: change.by },
  }))
}

function kindChangeWords({ was, why }: CaseKindChange, became: CaseKind): string {
  const named = (kind: CaseKind) => kind.replace('-', ' ')
  return `its kind: ${named(was)} until then, ${named(became)} from then on${why === null ? '' : `. Why: ${why}`}`
}
