import type { ExposureCheck } from '../contract.ts'

/** What a path must answer with to be what it seems: the words that prove it. */
export interface Find {
  paths: readonly string[]
  proof: RegExp
}

/** A check that is nothing but what paths answer with. */
export interface TextCheck extends Omit<ExposureCheck, 'asks' | 'look'> {
  finds: readonly Find[]
}

const noSignIn = 'https://cwe.mitre.org/data/definitions/306.html'

/** Databases and consoles that serve whoever asks: each is asked what it lists to anybody, and nothing is changed by it. */
export const openServices: readonly TextCheck[] = [
  {
    id: 'database-open',
    title: 'Database answers queries without a sign-in',
    severity: 'critical',
    reason: 'All that it holds can be read, and mostly changed and deleted.',
    remedy: 'Turn authentication on, and bind it to private addresses.',
    references: [noSignIn],
    finds: [
      // InfluxDB 1.x, ClickHouse, Solr, ArangoDB.
      { paths: ['/query?q=SHOW+DATABASES'], proof: /"series" ?: ?\[\{"name" ?: ?"databases"/ },
      { paths: ['/?query=SHOW+DATABASES'], proof: /^(?:[\w-]{1,80}\n)*system\n(?:[\w-]{1,80}\n)*$/ },
      { paths: ['/solr/admin/cores?wt=json'], proof: /^\{\s*"responseHeader"[\s\S]{0,200}"initFailures"/ },
      { paths: ['/_api/database/user'], proof: /"result" ?: ?\[[^\]]{0,400}"_system"/ },
    ],
  },
  {
    id: 'console-open',
    title: 'Console that runs programs answers without a sign-in',
    severity: 'critical',
    reason: 'Whoever reaches it runs what they like, on this host or on a whole cluster.',
    remedy: 'Require a sign-in (a token, access lists), and bind it to private addresses.',
    references: [noSignIn],
    finds: [
      // Jupyter, Jenkins, Consul, Nomad, Hadoop YARN, Spark.
      { paths: ['/api/contents'], proof: /^\{"name": ?"", ?"path": ?""[\s\S]{0,300}"content": ?\[/ },
      { paths: ['/script'], proof: /<h1[^>]{0,80}>\s*Script Console\s*</ },
      { paths: ['/v1/agent/self'], proof: /^\{\s*"Config" ?: ?\{[\s\S]{0,200}"Datacenter"/ },
      { paths: ['/v1/jobs'], proof: /^\[\s*\{[\s\S]{0,200}"ParentID"/ },
      { paths: ['/ws/v1/cluster/info'], proof: /^\{"clusterInfo" ?: ?\{/ },
      { paths: ['/json/'], proof: /"aliveworkers" ?: ?\d/ },
    ],
  },
]
