import { afterAll, beforeAll, expect, test } from 'vitest'
import { discoverAi, ruleOnAi } from '#flows/ai-discovery'
import { editAiSystem } from '#flows/ai-systems-by-hand'
import { exportMlBom, takeMlBom } from '#flows/ml-bom'
import { takeRegister } from '#flows/take-register'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type Installation, installation } from '../support/installation.ts'

/** AI in what is imported, and AI systems in and out as CycloneDX: on a real database. */
const workspaceId = DEFAULT_WORKSPACE
const nothing = async () => {}
let site: Installation
beforeAll(async () => {
  site = await installation()
})
afterAll(() => site.close())

test('AI is found by its packages, one proposal for each product and asset, with where it was seen', async () => {
  await site.record('shop', [
    ...['pkg:npm/left-pad@1.3.0', 'pkg:npm/openai@4.0.0', 'pkg:npm/%40langchain/core@0.3.0'],
    ...[
      'pkg:npm/%40langchain/openai@0.3.1',
      'pkg:pypi/langchain-community@0.3.0',
      'pkg:maven/dev.langchain4j/langchain4j@1.0',
    ],
    ...[
      'pkg:golang/github.com/sashabaranov/go-openai/v2@2.0.0',
      'pkg:nuget/LangChain.Core@0.17.0',
      'pkg:nuget/Microsoft.ML@3.0.0',
    ],
    ...['pkg:docker/ollama/ollama@0.5.1', 'pkg:cargo/rig-core@0.5.0', 'pkg:maven/ai.djl.pytorch/pytorch-engine@0.30.0'],
  ])
  const found = await discoverAi(site, workspaceId)
  expect(found.map(({ use, product, seen }) => [use, product, seen])).toEqual([
    ['model-server', 'ollama/ollama', 1],
    ['sdk', 'github.com/sashabaranov/go-openai', 1],
    ['sdk', 'openai', 1],
    ['framework', '@langchain', 2],
    ['framework', 'dev.langchain4j', 1],
    ['framework', 'langchain', 2],
    ['framework', 'rig-core', 1],
    ['runtime', 'ai.djl', 1],
    ['runtime', 'microsoft.ml', 1],
  ])
  expect(found.find(({ product }) => product === 'openai')).toMatchObject({
    ...{ asset: 'shop', basis: 'stated', suggestedPart: 'model', ruling: null },
    witnesses: [{ what: 'pkg:npm/openai@4.0.0', version: '4.0.0', shownBy: expect.stringContaining('shop.cdx.json') }],
  })
})

test('what is accepted or rejected is remembered, also over another import, and can be taken back', async () => {
  const text = `{ "ai-register": 1, "systems": [{ "id": "desk", "name": "Desk", "purpose": "p", "role": "deployer", "autonomy": "assistive" }] }`
  expect((await takeRegister(site, { workspaceId, text }, nothing)).ok).toBe(true)
  const of = async (product: string) => (await discoverAi(site, workspaceId)).find((one) => one.product === product)!
  const acting = { workspaceId, by: 'ada' }
  const wrong = await ruleOnAi(
    site,
    acting,
    (await of('openai')).id,
    { decision: 'accepted', system: 'nobody' },
    nothing,
  )
  expect(wrong).toMatchObject({ ok: false, error: { code: 'no-such-system' } })
  await ruleOnAi(site, acting, (await of('openai')).id, { decision: 'accepted', system: 'desk' }, nothing)
  await ruleOnAi(site, acting, (await of('@langchain')).id, { decision: 'rejected', note: 'unused' }, nothing)
  await site.record('shop', ['pkg:npm/openai@5.0.0', 'pkg:npm/%40langchain/core@0.4.0'], {
    timestamp: '2026-08-02T00:00:00Z',
  })
  expect((await of('openai')).ruling).toMatchObject({
    decision: 'accepted',
    system: 'desk',
    partKind: 'model',
    by: 'ada',
  })
  expect((await of('@langchain')).ruling).toMatchObject({ decision: 'rejected', note: 'unused' })
  await ruleOnAi(site, acting, (await of('@langchain')).id, null, nothing)
  expect((await of('@langchain')).ruling).toBeNull()
  expect(await ruleOnAi(site, acting, 'nothing', null, nothing)).toMatchObject({
    ok: false,
    error: { code: 'not-found' },
  })
})

test('what the register names is not proposed: the same package, what answers at its endpoint, its name, and none of another place', async () => {
  await site.record('chat', ['pkg:pypi/vllm@0.8.0', 'pkg:npm/openai@4.0.0', 'pkg:npm/llamaindex@0.1.0'])
  await site.record('edge', ['pkg:npm/llamaindex@0.1.0'])
  const part = (over: object) => ({ kind: 'model', ...over })
  const parts = [
    part({ name: 'served', purl: 'pkg:pypi/vllm@0.7.0' }),
    part({ name: 'OpenAI' }),
    part({ name: 'llamaindex', assets: ['edge'] }),
  ]
  const system = { id: 'chat', name: 'Chat', purpose: 'p', role: 'deployer', autonomy: 'assistive', parts }
  const text = JSON.stringify({ 'ai-register': 1, systems: [system] })
  expect((await takeRegister(site, { workspaceId, text }, nothing)).ok).toBe(true)
  const found = await discoverAi(site, workspaceId)
  const known = (asset: string) =>
    found.flatMap((one) => (one.asset === asset ? [[one.product, one.registeredAs?.by ?? null]] : [])).sort()
  expect(known('chat')).toEqual([
    ['llamaindex', null],
    ['openai', 'name'],
    ['vllm', 'purl'],
  ])
  expect(known('edge')).toEqual([['llamaindex', 'name']])
  const without = JSON.stringify({ 'ai-register': 1, systems: [{ ...system, parts: [] }] })
  expect((await takeRegister(site, { workspaceId, text: without }, nothing)).ok).toBe(true)
})

test('names are read once an import, also by two who ask at once, and what is gone is not found', async () => {
  const productsOf = async (asset: string) =>
    (await discoverAi(site, workspaceId)).flatMap((one) => (one.asset === asset ? [one.product] : []))
  await site.record('lab', ['pkg:pypi/vllm@0.8.0', 'pkg:npm/left-pad@1.3.0'])
  expect(await Promise.all([productsOf('lab'), productsOf('lab')])).toEqual([['vllm'], ['vllm']])
  const later = { timestamp: '2999-01-01T00:00:00Z' }
  await site.record('lab', ['pkg:pypi/Lang_Graph@0.8.0', 'pkg:pypi/langgraph@0.8.0', 'pkg:npm/left-pad@1.3.0'], later)
  expect(await productsOf('lab')).toEqual(['langgraph'])
  await site.record('office', ['pkg:pypi/vllm@0.9.0'])
  expect(await productsOf('office')).toEqual(['vllm'])
})

/** What is left open of where a part is. */
const unsaid = { accessLevel: null, assets: [], endpoint: null, behind: null }

test('a vendor’s ML-BOM joins what is known of a system, and our own of it is the same system elsewhere', async () => {
  const vendor = JSON.stringify({
    ...{ bomFormat: 'CycloneDX', specVersion: '1.6', metadata: { component: { type: 'application', name: 'Desk' } } },
    components: [
      { type: 'machine-learning-model', name: 'm', version: '1', modelCard: { modelParameters: { task: 'chat' } } },
    ],
  })
  const taken = await takeMlBom(site, { workspaceId, text: vendor, name: 'desk.json' }, nothing)
  expect(taken).toMatchObject({ ok: true, value: { system: 'desk', parts: 1, unchanged: false } })
  const again = await takeMlBom(site, { workspaceId, text: vendor, name: 'desk.json' }, nothing)
  expect(again).toMatchObject({ ok: true, value: { unchanged: true } })
  const newer = vendor.replace('"version":"1"', '"version":"2","supplier":{"name":"Acme"}')
  const parts = [{ kind: 'model' as const, name: 'm', version: '3', vendor: null, purl: null, ...unsaid }]
  const edit = { workspaceId, by: 'ada', slug: 'desk', handBack: [], expected: undefined }
  expect((await editAiSystem(site, { ...edit, change: { parts } }, nothing)).ok).toBe(true)
  expect(await takeMlBom(site, { workspaceId, text: newer, name: 'desk.json' }, nothing)).toMatchObject({
    value: { kept: ['part model m'], differs: [{ what: 'part model m', said: 'version 3', file: 'version 2' }] },
  })
  const written = await exportMlBom(site, workspaceId, { slug: 'desk', toolVersion: '0' })
  if (!written.ok) throw new Error(written.error.message)
  expect(written.value).toMatchObject({
    ...{ specVersion: '1.7', metadata: { component: { name: 'Desk', description: 'p' } } },
    components: [{ type: 'machine-learning-model', name: 'm', modelCard: { modelParameters: { task: 'chat' } } }],
  })
  const back = await takeMlBom(site, { workspaceId, text: JSON.stringify(written.value), name: 'x.json' }, nothing)
  expect(back).toMatchObject({ ok: true, value: { system: 'desk', unchanged: true } })
  const software = JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    components: [{ type: 'library', name: 'a' }],
  })
  expect(await takeMlBom(site, { workspaceId, text: software, name: 'x.json' }, nothing)).toMatchObject({
    ...{ ok: false, error: { code: 'no-parts' } },
  })
})
