import { expect, it } from 'vitest'
import { namedTechniques, searchTechniques, titledTechniques } from './search.ts'

const all = titledTechniques([
  {
    ...{ id: 'atlas', name: 'ATLAS', version: '5' },
    techniques: [
      { id: 'AML.T0051', title: 'LLM Prompt Injection' },
      { id: 'AML.T0051.001', title: 'Indirect', parent: 'AML.T0051' },
      { id: 'AML.T0052', title: 'Phishing' },
    ],
  },
  {
    ...{ id: 'attack', name: 'ATT&CK', version: '18' },
    techniques: [
      { id: 'T1566', title: 'Phishing' },
      { id: 'T1566.002', title: 'Spearphishing Link', parent: 'T1566' },
    ],
  },
])
const ids = (text: string) => searchTechniques(all, text).map(({ id }) => id)

it('a technique is found by its id, its title, and the name of what it is a kind of', () => {
  expect(ids('T1566')).toEqual(['T1566', 'T1566.002'])
  expect(ids('aml.t0051')).toEqual(['AML.T0051', 'AML.T0051.001'])
  expect(ids('injection indirect')).toEqual(['AML.T0051.001'])
  expect(ids('phishing')).toEqual(['AML.T0052', 'T1566', 'T1566.002'])
  expect(ids(' ')).toEqual([])
  expect(ids('nothing')).toEqual([])
})

it('those that are named come in their order, and one that no catalogue has is left out', () => {
  expect(namedTechniques(all, ['T1566.002', 'T9999', 'AML.T0051.001'])).toEqual([
    { id: 'T1566.002', title: 'Spearphishing Link', parent: 'Phishing', catalogue: 'attack', catalogueName: 'ATT&CK' },
    expect.objectContaining({ id: 'AML.T0051.001', parent: 'LLM Prompt Injection' }),
  ])
})
