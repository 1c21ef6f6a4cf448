import type { Discovered, NamedAsset, SeenService, SurfaceStep } from '#core/vocabulary'

/** What a run knows, in a form that can be stored: a run that is given it goes on where that one ended. */
export interface DiscoveryState {
  /** What was looked at, and by which probe. */
  looked: { subject: NamedAsset; by: string }[]
  steps: SurfaceStep[]
  /** Assets that are there. */
  present: NamedAsset[]
  /** Names with name servers of their own. */
  zones: string[]
  /** Services with the names they were asked by. */
  services: Pick<SeenService, 'address' | 'port' | 'transport' | 'names'>[]
}

/** What is known by all that an earlier run said, in the order it said it. */
export function stateOf(said: Iterable<Discovered>): DiscoveryState {
  const state: DiscoveryState = { looked: [], steps: [], present: [], zones: [], services: [] }
  for (const one of said) remember(state, one)
  return state
}

function remember(state: DiscoveryState, said: Discovered): void {
  switch (said.type) {
    case 'looked':
      state.looked.push({ subject: said.subject, by: said.by })
      break
    case 'step':
      state.steps.push(said.step)
      break
    case 'asset':
      state.present.push(said.asset.asset)
      break
    case 'records':
      if (said.records.type === 'NS') state.zones.push(said.records.name)
      break
    case 'service': {
      const { address, port, transport, names } = said.service
      state.services.push({ address, port, transport, names })
      break
    }
    case 'weakness':
    case 'trouble':
    case 'progress':
  }
}
