import type { AiUse } from '#core/vocabulary'

/** Products that name themselves where they listen, in small letters, by what they are for. */
export const knownProducts: Partial<Record<AiUse, readonly string[]>> = {
  'model-server': [
    'ollama',
    'vllm',
    'sglang',
    'text generation inference',
    'text-generation-inference',
    'text embeddings inference',
    'triton inference server',
    'triton_inference_server',
    'torchserve',
    'tensorflow serving',
    'ray',
    'llama.cpp',
    'localai',
    'lm studio',
    'xinference',
    'openvino model server',
    'bentoml',
    'kserve',
    'mlserver',
    'gpustack',
    'koboldcpp',
    'text generation web ui',
    'stable diffusion web ui',
    'comfyui',
  ],
  gateway: ['litellm', 'portkey', 'one api', 'new api', 'bifrost', 'envoy ai gateway', 'tensorzero'],
  'vector-store': ['qdrant', 'weaviate', 'chroma', 'chromadb', 'milvus', 'marqo', 'vespa'],
  application: ['open webui', 'open_webui', 'langflow', 'flowise', 'dify', 'librechat', 'anythingllm', 'ragflow'],
  evaluation: ['mlflow', 'langfuse', 'phoenix'],
  training: ['kubeflow', 'jupyterlab', 'jupyter notebook', 'jupyterhub', 'label studio'],
}

/** What mostly listens at a port that nothing else is known for: a guess, and shown as one. */
export const usualPorts: Readonly<Record<number, { use: AiUse; product: string }>> = {
  11434: { use: 'model-server', product: 'ollama' },
  1234: { use: 'model-server', product: 'lm studio' },
  1337: { use: 'model-server', product: 'jan' },
  9997: { use: 'model-server', product: 'xinference' },
  8265: { use: 'model-server', product: 'ray' },
  7860: { use: 'application', product: 'gradio' },
  8188: { use: 'model-server', product: 'comfyui' },
  6333: { use: 'vector-store', product: 'qdrant' },
  6334: { use: 'vector-store', product: 'qdrant' },
  19530: { use: 'vector-store', product: 'milvus' },
}
