import type { SurfaceAssetDetail, SurfaceLook } from './surface.ts'

const MOST_NAMED = 5

type Looked = Pick<SurfaceAssetDetail, 'kind' | 'standing' | 'looks' | 'services'>

/** Whose the findings are that stand beside what is not ours; `undefined` where they are its own. */
export function findingsBeside({ standing }: Pick<SurfaceAssetDetail, 'standing'>): string | undefined {
  if (standing === 'excluded') return 'kept'
  return standing === 'rejected' || standing === 'dependency' ? 'of its address' : undefined
}

/**
 * Of what is not ours or kept out: whether it is looked at all the same, for an approval holds for its address whatever its
 * names are; `undefined` where the question does not come up.
 */
export function notOursWords({ standing, looks }: Pick<Looked, 'standing' | 'looks'>): string[] | undefined {
  if (standing === 'excluded')
    return ['It is excluded: not looked at, and whose it is was not asked. Findings stay as they were seen last.']
  if (standing !== 'rejected' && standing !== 'dependency') return undefined
  const still = looks.filter(({ state }) => state === 'approved')
  if (still.length === 0) return ['It is not probed, and nothing is said of it: it is not owned.']
  const approvals = [...new Set(still.map(({ by }) => by))]
  return approvals.map((by) =>
    stillWords(
      still.filter((look) => look.by === by),
      by,
      standing,
    ),
  )
}

function stillWords(looks: readonly SurfaceLook[], by: string | null, standing: Looked['standing']): string {
  const isOne = looks.length === 1
  const [its, is] = isOne ? ['Its address', 'is'] : ['Its addresses', 'are']
  const isName = by !== null && !/[/:]|^[\d.-]+$/.test(by)
  const approved = isName
    ? `${is} approved with the name ${by}`
    : `${isOne ? 'lies' : 'lie'} in the approved range ${by ?? ''}, which is ours by itself`
  const whose = standing === 'dependency' ? 'It is a third party’s' : 'It is not ours'
  return `${whose}. ${its} ${named(looks)} ${approved}, and ${is} still looked at: exclude it, or take the approval back. Findings there are those of the address.`
}

/** What is to be said where nothing was found, for nobody asked; `undefined`: all of it is looked at. */
export function notAskedWords({ kind, looks, services }: Omit<Looked, 'standing'>): string | undefined {
  const closed = looks.filter(({ state }) => state !== 'approved')
  if (closed.length === 0) return undefined
  const isName = kind === 'domain' || kind === 'hostname'
  if (!isName) return `Nothing ${services > 0 ? 'is asked any more' : 'was asked'}: it is ${whyOf(closed)}.`
  const which = closed.length === looks.length ? 'its addresses' : named(closed)
  return `What answers at ${which} is not asked: ${closed.length === 1 ? 'it is' : 'they are'} ${whyOf(closed)}.`
}

function whyOf(looks: readonly SurfaceLook[]): string {
  return looks.every(({ state }) => state === 'excluded') ? 'excluded' : 'not approved'
}

function named(looks: readonly SurfaceLook[]): string {
  const more = looks.length > MOST_NAMED ? ` and ${looks.length - MOST_NAMED} more` : ''
  return `${looks
    .slice(0, MOST_NAMED)
    .map(({ address }) => address)
    .join(', ')}${more}`
}
