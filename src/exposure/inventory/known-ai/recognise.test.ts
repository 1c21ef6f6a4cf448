import { describe, expect, it } from 'vitest'
import { knownImages } from './images.ts'
import { knownPackages } from './packages.ts'
import { aiImage, aiPackage, aiPort, aiProduct, aiSoftware } from './recognise.ts'

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
    expect(aiSoftware({ type: null, namespace: null, name: 'vLLM' })?.product).toBe('vllm')
    // A package is what its ecosystem says, whatever it is called.
    expect(aiSoftware({ type: 'npm', namespace: null, name: 'phoenix' })).toBeUndefined()
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
  it('are all recognised as what they are listed as', () => {
    const lost = everything.filter(([type, written]) => {
      const name = written.replace(/\*$/, 'x')
      const cut = name.lastIndexOf('/')
      return aiPackage(type, cut < 0 ? null : name.slice(0, cut), name.slice(cut + 1)) === undefined
    })
    expect(lost).toEqual([])
  })

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
})
