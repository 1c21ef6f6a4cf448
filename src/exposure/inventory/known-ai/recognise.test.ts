import { describe, expect, it } from 'vitest'
import { knownImages } from './images.ts'
import { knownPackages } from './packages.ts'
import { aiImage, aiPackage, aiPort, aiProduct, aiSearch } from './recognise.ts'

describe('AI is recognised', () => {
  it.each([
    ['pypi', null, 'openai', 'sdk', 'openai'],
    ['pypi', null, 'LangChain_Community', 'framework', 'langchain'],
    ['pypi', null, 'llama-index-vector-stores-qdrant', 'framework', 'llama-index'],
    ['pypi', null, 'vllm', 'model-server', 'vllm'],
    ['npm', '@anthropic-ai', 'sdk', 'sdk', '@anthropic-ai/sdk'],
    ['npm', '@langchain', 'core', 'framework', '@langchain'],
    ['npm', '@modelcontextprotocol', 'sdk', 'agent-tools', '@modelcontextprotocol'],
    ['golang', 'github.com/sashabaranov/go-openai', 'v2', 'sdk', 'github.com/sashabaranov/go-openai'],
    ['maven', 'ai.djl.pytorch', 'pytorch-engine', 'runtime', 'ai.djl'],
    ['golang', 'github.com/ollama', 'ollama', 'model-server', 'github.com/ollama/ollama'],
    // Some tools write the namespace into the name, too.
    ['golang', 'github.com/ollama', 'github.com/ollama/ollama', 'model-server', 'github.com/ollama/ollama'],
    ['maven', 'dev.langchain4j', 'langchain4j-open-ai', 'framework', 'dev.langchain4j'],
    ['cargo', null, 'async-openai', 'sdk', 'async-openai'],
    ['nuget', null, 'Azure.AI.OpenAI', 'sdk', 'azure.ai.openai'],
    ['docker', 'ollama', 'ollama', 'model-server', 'ollama/ollama'],
    ['huggingface', 'meta-llama', 'Llama-3-8B', 'runtime', 'meta-llama/Llama-3-8B'],
  ])('%s %s %s is %s %s', (type, namespace, name, use, product) =>
    expect(aiPackage(type, namespace, name)).toEqual({ use, product }),
  )

  it.each([
    ['npm', null, 'left-pad'],
    ['pypi', null, 'langchains'],
    ['npm', '@langchainx', 'core'],
    ['deb', null, 'openai'],
  ])('%s %s %s is none', (type, namespace, name) => expect(aiPackage(type, namespace, name)).toBeUndefined())

  it.each([
    ['ollama/ollama:0.5.1', 'ollama/ollama'],
    ['docker.io/vllm/vllm-openai@sha256:ab', 'vllm/vllm-openai'],
    ['ghcr.io/berriai/litellm:main', 'ghcr.io/berriai/litellm'],
    ['registry.example.com:5000/qdrant/qdrant:v1', 'qdrant/qdrant'],
  ])('the image %s', (image, product) => expect(aiImage(image)?.product).toBe(product))

  it('what names itself, and what usually listens at a port', () => {
    expect(aiProduct('Ollama')).toEqual({ use: 'model-server', product: 'ollama' })
    expect(aiProduct('nginx')).toBeUndefined()
    expect(aiPort(11_434)?.product).toBe('ollama')
    expect(aiImage('nginx:1')).toBeUndefined()
  })
})

const everything = Object.entries(knownPackages).flatMap(([type, uses]) =>
  Object.values(uses).flatMap((names) =>
    names
      .trim()
      .split(/\s+/)
      .map((name) => [type, name] as const),
  ),
)

describe('the lists', () => {
  it('name nothing twice, so that it is clear what something is for', () => {
    const all = [
      ...everything.map(([type, name]) => `${type} ${name.toLowerCase()}`),
      ...Object.values(knownImages).flatMap((names) =>
        names
          .trim()
          .split(/\s+/)
          .map((name) => `image ${name}`),
      ),
    ]
    expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([])
  })

  it('are looked for by little that most inventories have anyway', () => {
    const { stems, namespaces } = aiSearch()
    const wide = [
      'npm @types',
      'maven org.apache',
      'maven com.google',
      'golang github.com/google',
      'nuget system',
      'nuget microsoft',
    ]
    expect(wide.filter((one) => stems.includes(one) || namespaces.includes(one))).toEqual(['golang github.com/google'])
  })

  it('are wholly found by what a database looks for', () => {
    const { names, namespaces, stems } = aiSearch()
    const found = ([type, written]: readonly [string, string]) => {
      const name = written.replace(/\*$/, 'x').toLowerCase()
      const namespace = name.slice(0, Math.max(0, name.lastIndexOf('/')))
      const parts = (type === 'maven' ? namespace || name : name).split(/[-_.]/)
      return (
        names.includes(`${type} ${type === 'pypi' ? name.replace(/[-_.]+/g, '-') : name}`) ||
        namespaces.includes(`${type} ${namespace}`) ||
        stems.includes(`${type} ${name.split('/').slice(0, 2).join('/')}`) ||
        stems.includes(`${type} ${parts[0]}`) ||
        stems.includes(`${type} ${parts[0]}.${parts[1]}`)
      )
    }
    expect(everything.filter((one) => !found(one))).toEqual([])
  })
})
