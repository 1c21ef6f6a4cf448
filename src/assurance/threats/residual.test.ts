import { expect, it } from 'vitest'
import { residualOf } from './residual.ts'

it('takes of several assumptions that apply to a group the greater one', () => {
  const betaOf = (shared: string[], beta: { usual: number; sharedModel: number }) =>
    residualOf(
      {
        ...{ attempts: null, enabling: [], consequence: null, appetite: null },
        barriers: ['a', 'b'].map((control) => ({ control, layer: 'prevent' as const, causes: shared })),
      },
      () => 0.1,
      beta,
    ).groups[0]!.beta
  const both = ['gateway:ai', 'model:small-9b']
  expect(betaOf(both, { usual: 0.1, sharedModel: 0.3 })).toBe(0.3)
  expect(betaOf(both, { usual: 0.5, sharedModel: 0.3 })).toBe(0.5)
  expect(betaOf(['model:small-9b'], { usual: 0.5, sharedModel: 0.3 })).toBe(0.3)
  expect(betaOf(['gateway:ai'], { usual: 0.1, sharedModel: 0.3 })).toBe(0.1)
})
