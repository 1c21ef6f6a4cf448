import type { AiUse } from '#core/vocabulary'

/**
 * Container images by repository, without registry and tag, of which it is known that they hold AI; collected by hand. A
 * name that ends in `*` is a family.
 */
export const knownImages: Partial<Record<AiUse, string>> = {
  'model-server': `ollama/ollama vllm/vllm-openai vllm/* lmsysorg/sglang huggingface/text-generation-inference
    huggingface/text-embeddings-inference huggingface/tgi* nvidia/tritonserver nvcr.io/nvidia/tritonserver nim/*
    nvidia/nim* pytorch/torchserve tensorflow/serving rayproject/ray rayproject/ray-llm rayproject/ray-ml localai/localai
    quay.io/go-skynet/local-ai go-skynet/local-ai mudler/localai ggml-org/llama.cpp ggerganov/llama.cpp bentoml/* openllm/*
    xprobe/xinference openvino/model_server kserve/* seldonio/* seldonio/mlserver predibase/lorax michaelf34/infinity
    alpindale/aphrodite-openai gpustack/gpustack intel/openvino* docker/model-runner ai/* rocm/vllm* substratusai/*
    mlc-ai/* opea/vllm* fedirz/faster-whisper-server onerahmet/openai-whisper-asr-webservice`,
  gateway: `berriai/litellm litellm/litellm ghcr.io/berriai/litellm* berriai/litellm* portkeyai/gateway envoyproxy/ai-gateway*
    maximhq/bifrost justsong/one-api calciumion/new-api higress/* tensorzero/gateway traceloop/hub glide/* helicone/ai-gateway
    helicone/* kong/kong-ai* bricksllm/* apipark/apipark agentgateway/agentgateway`,
  guardrail: `laiyer/llm-guard-api protectai/llm-guard* nvidia/nemo-guardrails nemo/guardrails* presidio-analyzer
    microsoft/presidio-analyzer presidio-anonymizer microsoft/presidio-anonymizer lakera/* guardrails/* deadbits/vigil-llm
    trustyai/*`,
  'vector-store': `qdrant/qdrant chromadb/chroma chroma-core/chroma semitechnologies/weaviate weaviate/weaviate milvusdb/milvus
    zilliz/attu pgvector/pgvector ankane/pgvector marqoai/marqo vespaengine/vespa timescale/timescaledb-vector
    lancedb/* redis/redis-stack* epsilla/vectordb tensorchord/pgvecto-rs tensorchord/vchord-postgres`,
  application: `open-webui/open-webui openwebui/open-webui langgenius/dify* flowiseai/flowise langflowai/langflow lobehub/lobe-chat
    danny-avila/librechat mintplexlabs/anythingllm yidadaa/chatgpt-next-web zhayujie/chatgpt-on-wechat infiniflow/ragflow
    khoj-ai/khoj onyxdotapp/* danswer/* quivrhq/quivr n8nio/n8n comfyanonymous/comfyui yanwk/comfyui-boot
    automatic1111/stable-diffusion-webui universonic/stable-diffusion-webui invokeai/invokeai tabbyml/tabby continuedev/*
    allhandsai/openhands all-hands-ai/openhands significantgravitas/auto-gpt labring/fastgpt casibase/casibase`,
  evaluation: `langfuse/langfuse* promptfoo/promptfoo arizephoenix/phoenix comet-ml/opik* mlflow/mlflow ghcr.io/mlflow/mlflow
    zenmldocker/zenml helicone/helicone* traceloop/traceloop* leondz/garak`,
  'agent-tools': `mcp/* modelcontextprotocol/* github/github-mcp-server supercorp/supergateway e2bdev/* browserless/mcp
    docker/mcp-gateway`,
  training: `pytorch/pytorch tensorflow/tensorflow jupyter/tensorflow-notebook jupyter/pytorch-notebook huggingface/transformers*
    winglian/axolotl* axolotlai/* unsloth/* determinedai/* nvidia/pytorch nvidia/nemo heartexlabs/label-studio
    argilla/argilla* kubeflow* kubeflownotebookswg/*`,
}
