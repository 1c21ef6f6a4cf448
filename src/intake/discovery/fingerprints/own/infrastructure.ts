import { body, header, page, server, tell, title } from './write-rule.ts'

/** Databases with a web face, container platforms, metrics, queues and AI model servers: mostly told by what their API says of itself. */
export const infrastructure = [
  tell('elasticsearch', body, /"number" ?: ?"(\d+\.\d+\.\d+)"[\s\S]{0,600}You Know, for Search/, 'Elasticsearch', {
    vendor: 'Elastic',
    cpe: 'a:elastic:elasticsearch',
  }),
  tell('elasticsearch-header', header('x-elastic-product'), /^Elasticsearch/, 'Elasticsearch', {
    vendor: 'Elastic',
    cpe: 'a:elastic:elasticsearch',
  }),
  tell('opensearch', body, /"distribution" ?: ?"opensearch",\s{0,8}"number" ?: ?"(\d+\.\d+\.\d+)"/, 'OpenSearch', {
    vendor: 'OpenSearch',
    cpe: 'a:amazon:opensearch',
  }),
  tell('couchdb', body, /"couchdb":"Welcome","version":"([\d.]+)/, 'CouchDB', {
    vendor: 'Apache',
    cpe: 'a:apache:couchdb',
  }),
  tell('couchdb-server', server, /^CouchDB\/([\d.]+)/, 'CouchDB', { vendor: 'Apache', cpe: 'a:apache:couchdb' }),
  tell('influxdb', header('x-influxdb-version'), /^v?([\d.]+)/, 'InfluxDB', {
    vendor: 'InfluxData',
    cpe: 'a:influxdata:influxdb',
  }),
  tell('clickhouse', header('x-clickhouse-server-display-name'), /./, 'ClickHouse', {
    vendor: 'ClickHouse',
    cpe: 'a:clickhouse:clickhouse',
  }),
  tell('arangodb', server, /^ArangoDB/, 'ArangoDB', { vendor: 'ArangoDB', cpe: 'a:arangodb:arangodb' }),
  tell('neo4j', body, /"neo4j_version" ?: ?"([\d.]+)"/, 'Neo4j', { vendor: 'Neo4j', cpe: 'a:neo4j:neo4j' }),
  tell('etcd', page('/version'), /"etcdserver":"([\d.]+)"/, 'etcd', { vendor: 'etcd', cpe: 'a:etcd:etcd' }),
  tell('qdrant', body, /"title":"qdrant[^"]{0,60}","version":"([\d.]+)/, 'Qdrant', {
    vendor: 'Qdrant',
    cpe: 'a:qdrant:qdrant',
  }),
  tell('weaviate', page('/v1/meta'), /"hostname":[\s\S]{0,200}"version":"([\d.]+)/, 'Weaviate', {
    vendor: 'Weaviate',
    cpe: 'a:weaviate:weaviate',
  }),
  tell('chroma', page('/api/v1/heartbeat'), /nanosecond heartbeat/, 'Chroma', {
    vendor: 'Chroma',
    cpe: 'a:trychroma:chroma',
  }),
  tell('kubernetes', page('/version'), /"gitVersion": ?"v(\d+\.\d+\.\d+)/, 'Kubernetes', {
    vendor: 'Kubernetes',
    cpe: 'a:kubernetes:kubernetes',
  }),
  tell('kubernetes-header', header('x-kubernetes-pf-flowschema-uid'), /./, 'Kubernetes', {
    vendor: 'Kubernetes',
    cpe: 'a:kubernetes:kubernetes',
  }),
  tell('kubernetes-status', body, /"kind": ?"Status",\s{0,8}"apiVersion": ?"v1"/, 'Kubernetes', {
    vendor: 'Kubernetes',
    cpe: 'a:kubernetes:kubernetes',
  }),
  tell('kubernetes-dashboard', title, /^Kubernetes Dashboard/, 'Kubernetes Dashboard', {
    vendor: 'Kubernetes',
    cpe: 'a:kubernetes:dashboard',
  }),
  tell('docker-header', server, /^Docker\/([\d.]+)/, 'Docker Engine', { vendor: 'Docker', cpe: 'a:docker:docker' }),
  tell('docker', page('/version'), /"Name": ?"Engine",\s{0,8}"Version": ?"([\d.]+)/, 'Docker Engine', {
    vendor: 'Docker',
    cpe: 'a:docker:docker',
  }),
  tell('docker-version', page('/version'), /"Version": ?"([\d.]+)[^"]{0,20}","ApiVersion"/, 'Docker Engine', {
    vendor: 'Docker',
    cpe: 'a:docker:docker',
  }),
  tell('registry', header('docker-distribution-api-version'), /^registry\/2\.0/, 'Docker Registry', {
    vendor: 'Docker',
    cpe: 'a:docker:registry',
    version: '',
  }),
  tell('prometheus', page('/api/v1/status/buildinfo'), /"data":\{"version":"([\d.]+)/, 'Prometheus', {
    vendor: 'Prometheus',
    cpe: 'a:prometheus:prometheus',
  }),
  tell('prometheus-metrics', page('/metrics'), /^prometheus_build_info\{[^}]{0,300}version="([\d.]+)/m, 'Prometheus', {
    vendor: 'Prometheus',
    cpe: 'a:prometheus:prometheus',
  }),
  tell('prometheus-title', title, /^Prometheus Time Series/, 'Prometheus', {
    vendor: 'Prometheus',
    cpe: 'a:prometheus:prometheus',
  }),
  tell(
    'node-exporter',
    page('/metrics'),
    /^node_exporter_build_info\{[^}]{0,300}version="([\d.]+)/m,
    'Prometheus node_exporter',
    { vendor: 'Prometheus', cpe: 'a:prometheus:node_exporter' },
  ),
  tell('node-exporter-title', title, /^Node Exporter$/, 'Prometheus node_exporter', {
    vendor: 'Prometheus',
    cpe: 'a:prometheus:node_exporter',
  }),
  tell('alertmanager', page('/metrics'), /^alertmanager_build_info\{[^}]{0,300}version="([\d.]+)/m, 'Alertmanager', {
    vendor: 'Prometheus',
    cpe: 'a:prometheus:alertmanager',
  }),
  tell(
    'blackbox-exporter',
    page('/metrics'),
    /^blackbox_exporter_build_info\{[^}]{0,300}version="([\d.]+)/m,
    'Prometheus blackbox_exporter',
    { vendor: 'Prometheus' },
  ),
  tell(
    'pushgateway',
    page('/metrics'),
    /^pushgateway_build_info\{[^}]{0,300}version="([\d.]+)/m,
    'Prometheus pushgateway',
    { vendor: 'Prometheus', cpe: 'a:prometheus:pushgateway' },
  ),
  tell('exporter', page('/metrics'), /^(\w{2,40})_exporter_build_info\{[^}]{0,300}version="([\d.]+)/m, '$1_exporter', {
    version: '$2',
    confidence: 85,
  }),
  tell('build-info', page('/metrics'), /^([a-z]\w{1,40}?)_build_info\{[^}]{0,300}\bversion="v?(\d[\d.]*)/m, '$1', {
    version: '$2',
    confidence: 40,
  }),
  tell('grafana-metrics', page('/metrics'), /^grafana_build_info\{[^}]{0,300}version="([\d.]+)/m, 'Grafana', {
    vendor: 'Grafana',
    cpe: 'a:grafana:grafana',
  }),
  tell('etcd-metrics', page('/metrics'), /^etcd_server_version\{[^}]{0,100}server_version="([\d.]+)/m, 'etcd', {
    vendor: 'etcd',
    cpe: 'a:etcd:etcd',
  }),
  tell(
    'kubernetes-metrics',
    page('/metrics'),
    /^kubernetes_build_info\{[^}]{0,400}git_version="v([\d.]+)/m,
    'Kubernetes',
    { vendor: 'Kubernetes', cpe: 'a:kubernetes:kubernetes' },
  ),
  tell('go', page('/metrics'), /^go_info\{version="go([\d.]+)"\}/m, 'Go', {
    vendor: 'Go',
    cpe: 'a:golang:go',
    confidence: 80,
  }),
  tell(
    'victoria-metrics',
    page('/metrics'),
    /^vm_app_version\{[^}]{0,200}short_version="v([\d.]+)/m,
    'VictoriaMetrics',
    { vendor: 'VictoriaMetrics', cpe: 'a:victoriametrics:victoriametrics' },
  ),
  tell('jupyter-server', page('/api'), /^\{"version": ?"([\d.]+)"\}$/, 'Jupyter Notebook', {
    vendor: 'Jupyter',
    cpe: 'a:jupyter:notebook',
    confidence: 60,
  }),
  tell('jupyter-assets', body, /\/static\/base\/images\/(?:favicon|logo)\.(?:ico|png)/, 'Jupyter Notebook', {
    vendor: 'Jupyter',
    cpe: 'a:jupyter:notebook',
  }),
  tell('jupyter-title', title, /^(?:Jupyter Notebook|Home Page - Select or create a notebook)/, 'Jupyter Notebook', {
    vendor: 'Jupyter',
    cpe: 'a:jupyter:notebook',
  }),
  tell('jupyterlab', title, /^JupyterLab/, 'JupyterLab', { vendor: 'Jupyter', cpe: 'a:jupyter:jupyterlab' }),
  tell('jupyterhub', header('x-jupyterhub-version'), /^([\d.]+)/, 'JupyterHub', {
    vendor: 'Jupyter',
    cpe: 'a:jupyter:jupyterhub',
  }),
  tell('ollama', page('/api/version'), /^\{"version":"(\d+\.\d+\.\d+[\w.-]*)"\}\s*$/, 'Ollama', {
    vendor: 'Ollama',
    cpe: 'a:ollama:ollama',
    confidence: 70,
  }),
  tell('ollama-root', body, /^Ollama is running$/, 'Ollama', { vendor: 'Ollama', cpe: 'a:ollama:ollama' }),
  tell('vllm', page('/v1/models'), /"owned_by" ?: ?"vllm"/, 'vLLM', { vendor: 'vLLM', cpe: 'a:vllm:vllm' }),
  tell('vllm-version', page('/version'), /^\{"version":"(0\.\d+\.\d+[\w.+]*)"\}$/, 'vLLM', {
    vendor: 'vLLM',
    cpe: 'a:vllm:vllm',
    confidence: 50,
  }),
  tell('llama-cpp', server, /^llama\.cpp/, 'llama.cpp', { vendor: 'ggml', cpe: 'a:ggml:llama.cpp' }),
  tell('llama-cpp-models', page('/v1/models'), /"owned_by" ?: ?"llamacpp"/, 'llama.cpp', {
    vendor: 'ggml',
    cpe: 'a:ggml:llama.cpp',
  }),
  tell('lm-studio', page('/v1/models'), /"owned_by" ?: ?"organization_owner"/, 'LM Studio', { vendor: 'LM Studio' }),
  tell('litellm', header('x-litellm-version'), /^([\d.]+)/, 'LiteLLM', { vendor: 'BerriAI', cpe: 'a:litellm:litellm' }),
  tell('litellm-title', title, /^LiteLLM/, 'LiteLLM', { vendor: 'BerriAI', cpe: 'a:litellm:litellm' }),
  tell(
    'tgi',
    page('/info'),
    /"model_id":"[^"]{1,200}"[\s\S]{0,800}"version":"([\d.]+)","sha"/,
    'Text Generation Inference',
    { vendor: 'Hugging Face' },
  ),
  tell('triton', page('/v2'), /^\{"name":"triton","version":"([\d.]+)/, 'Triton Inference Server', {
    vendor: 'NVIDIA',
    cpe: 'a:nvidia:triton_inference_server',
  }),
  tell('torchserve', page('/ping'), /^\{\s{0,4}"status": ?"Healthy"\s{0,4}\}/, 'TorchServe', {
    vendor: 'PyTorch',
    cpe: 'a:pytorch:torchserve',
    confidence: 50,
  }),
  tell('ray', title, /^Ray Dashboard/, 'Ray', { vendor: 'Anyscale', cpe: 'a:anyscale:ray' }),
  tell('ray-version', page('/api/version'), /"ray_version": ?"([\d.]+)/, 'Ray', {
    vendor: 'Anyscale',
    cpe: 'a:anyscale:ray',
  }),
  tell('mlflow', title, /^MLflow$/, 'MLflow', { vendor: 'LF Projects', cpe: 'a:lfprojects:mlflow' }),
  tell('kubeflow', title, /^Kubeflow/, 'Kubeflow', { vendor: 'Kubeflow', cpe: 'a:kubeflow:kubeflow' }),
  tell('open-webui', title, /^Open WebUI/, 'Open WebUI', { vendor: 'Open WebUI', cpe: 'a:openwebui:open_webui' }),
  tell(
    'open-webui-config',
    page('/api/config'),
    /"name": ?"Open WebUI[^"]{0,20}", ?"version": ?"([\d.]+)/,
    'Open WebUI',
    { vendor: 'Open WebUI', cpe: 'a:openwebui:open_webui' },
  ),
  tell('gradio', body, /window\.gradio_config ?= ?\{[\s\S]{0,200}"version": ?"([\d.]+)/, 'Gradio', {
    vendor: 'Gradio',
    cpe: 'a:gradio_project:gradio',
  }),
  tell('streamlit', title, /^Streamlit$/, 'Streamlit', { vendor: 'Streamlit', cpe: 'a:snowflake:streamlit' }),
  tell('comfyui', title, /^ComfyUI/, 'ComfyUI', { vendor: 'Comfy' }),
  tell('stable-diffusion', title, /^Stable Diffusion$/, 'Stable Diffusion web UI', { vendor: 'AUTOMATIC1111' }),
  tell('langflow', title, /^Langflow/, 'Langflow', { vendor: 'Langflow', cpe: 'a:langflow:langflow' }),
  tell('flowise', title, /^Flowise/, 'Flowise', { vendor: 'FlowiseAI', cpe: 'a:flowiseai:flowise' }),
  tell('n8n', title, /^n8n\.io/, 'n8n', { vendor: 'n8n', cpe: 'a:n8n:n8n' }),
  tell('dify', title, /^Dify$/, 'Dify', { vendor: 'LangGenius', cpe: 'a:langgenius:dify' }),
  tell('node-red', title, /^Node-RED/, 'Node-RED', { vendor: 'OpenJS Foundation', cpe: 'a:nodered:node-red' }),
  tell('kafka-ui', title, /^UI for Apache Kafka/, 'Kafka UI', { vendor: 'Provectus' }),
  tell('hbase', title, /^(?:HBase )?Master: /, 'Apache HBase', { vendor: 'Apache', cpe: 'a:apache:hbase' }),
  tell('yarn', body, /<title>\s{0,20}(?:About the Cluster|All Applications)\s{0,20}<\/title>/, 'Apache Hadoop', {
    vendor: 'Apache',
    cpe: 'a:apache:hadoop',
  }),
  tell('zipkin', title, /^Zipkin/, 'Zipkin', { vendor: 'OpenZipkin' }),
  tell('jaeger', title, /^Jaeger UI/, 'Jaeger', { vendor: 'Jaeger' }),
  tell(
    'alertmanager-status',
    page('/api/v2/status'),
    /"versionInfo":\{[\s\S]{0,400}"version":"([\d.]+)/,
    'Alertmanager',
    { vendor: 'Prometheus', cpe: 'a:prometheus:alertmanager' },
  ),
  tell('arangodb-version', page('/_api/version'), /"server":"arango"[\s\S]{0,60}"version":"([\d.]+)/, 'ArangoDB', {
    vendor: 'ArangoDB',
    cpe: 'a:arangodb:arangodb',
  }),
  tell('localai-version', page('/version'), /^\{"version":"v([\d.]+) \(/, 'LocalAI', {
    vendor: 'mudler',
    cpe: 'a:mudler:localai',
  }),
  tell('milvus', page('/api/v1/health'), /^\{"status":"ok"\}\s*$/, 'Milvus', {
    vendor: 'Milvus',
    cpe: 'a:milvus:milvus',
    confidence: 30,
  }),
  tell('clickhouse-summary', header('x-clickhouse-summary'), /./, 'ClickHouse', {
    vendor: 'ClickHouse',
    cpe: 'a:clickhouse:clickhouse',
  }),
  tell('kubernetes-kubelet', page('/pods'), /"kind": ?"PodList"/, 'Kubernetes', {
    vendor: 'Kubernetes',
    cpe: 'a:kubernetes:kubernetes',
  }),
  tell('docker-swarm', page('/info'), /"ServerVersion": ?"([\d.]+)/, 'Docker Engine', {
    vendor: 'Docker',
    cpe: 'a:docker:docker',
  }),
]
