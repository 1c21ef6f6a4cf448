/**
 * The import law of ARCHITECTURE.md. Each rule says what to do instead.
 * Tests may reach across modules (they prove what modules do together); the product may not.
 */
const test = '\\.(test|kit)\\.tsx?$|^test/|^bench/'
const moduleOf = '^src/([^/]+)/([^/]+)/'

/** Inside a group the left never imports the right. */
const orders = {
  exposure: ['inventory', 'surface', 'knowledge', 'matching', 'prioritisation', 'findings'],
  assurance: ['(evaluations|runner|monitoring|patterns|incidents)', 'evidence', 'controls', 'threats', 'reviews'],
}

const orderRules = Object.entries(orders).flatMap(([group, modules]) =>
  modules.slice(0, -1).map((module, index) => ({
    name: `order-${group}-${module.replace(/\W/g, '')}`,
    comment: `${module} comes before the modules it imports here: pass what it needs as a parameter, or move the join to src/flows.`,
    severity: 'error',
    from: { path: `^src/${group}/${module}/`, pathNot: test },
    to: { path: `^src/${group}/(${modules.slice(index + 1).join('|')})/` },
  })),
)

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two modules that need each other are one, or miss a third: move what both need down.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      comment: 'The import cannot be found: fix the path or add the dependency.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'core-is-pure',
      comment:
        'core imports nothing of ours: take the clock, disk, net or database as a parameter (platform implements the port).',
      severity: 'error',
      from: { path: '^src/core/', pathNot: test },
      to: { path: '^src/(?!core/)' },
    },
    {
      name: 'core-touches-no-world',
      comment: 'core has no disk, net or processes: take content or a reader as a parameter.',
      severity: 'error',
      from: { path: '^src/core/', pathNot: test },
      to: { dependencyTypes: ['core'], path: '^(node:)?(fs|net|http|https|child_process|dns|os|tls|dgram)' },
    },
    {
      name: 'groups-import-only-core',
      comment: 'intake, exposure, assurance and action meet only in src/flows: move the join there.',
      severity: 'error',
      from: { path: '^src/(intake|exposure|assurance|action)/', pathNot: `${test}|/store/` },
      to: { path: '^src/', pathNot: ['^src/core/', '^src/$1/'] },
    },
    {
      name: 'stores-import-core-and-database',
      comment: 'A store knows its own group, core and platform/database.',
      severity: 'error',
      from: { path: '^src/(intake|exposure|assurance|action)/.*/store/', pathNot: test },
      to: { path: '^src/', pathNot: ['^src/core/', '^src/$1/', '^src/platform/database/'] },
    },
    {
      name: 'only-stores-touch-sql',
      comment: 'SQL lives beside its store: add a function there.',
      severity: 'error',
      from: { path: '^src/(intake|exposure|assurance|action|flows)/', pathNot: `${test}|/store/` },
      to: { path: 'node_modules/(kysely|pg|pg-copy-streams)/' },
    },
    {
      name: 'platform-imports-core',
      comment: 'platform implements ports that core declares; it knows no domain module.',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: test },
      to: { path: '^src/(?!core/|platform/)' },
    },
    {
      name: 'flows-below-app',
      comment: 'flows join the groups; composition roots call them, not the other way round.',
      severity: 'error',
      from: { path: '^src/flows/', pathNot: test },
      to: { path: '^src/(app|views|contract)/' },
    },
    {
      name: 'views-only-read',
      comment: 'views read SQL across modules; what decides or writes belongs to its module.',
      severity: 'error',
      from: { path: '^src/views/', pathNot: test },
      to: { path: '^src/(intake|flows|app|action)/' },
    },
    {
      name: 'contract-stands-alone',
      comment: 'web imports the contract: it may know only the vocabulary.',
      severity: 'error',
      from: { path: '^src/contract/', pathNot: test },
      to: { path: '^src/(?!contract/|core/)' },
    },
    {
      name: 'web-sees-only-contract',
      comment: 'web talks to the server over HTTP: put shared types into src/contract.',
      severity: 'error',
      from: { path: '^web/', pathNot: test },
      to: { path: '^src/(?!contract/)' },
    },
    {
      name: 'enter-through-index',
      comment:
        "Import a module by its face ('#exposure/matching'), not by a file inside it; export the name there if it is missing.",
      severity: 'error',
      from: { path: moduleOf, pathNot: test },
      to: {
        path: `^src/(core|intake|exposure|assurance|action|platform)/[^/]+/`,
        pathNot: ['^src/$1/$2/', '/index\\.ts$'],
      },
    },
    {
      name: 'enter-through-index-from-roots',
      comment: 'flows, views and app enter modules through their face, too.',
      severity: 'error',
      from: { path: '^src/(flows|views)/', pathNot: test },
      to: { path: `^src/(core|intake|exposure|assurance|action|platform)/[^/]+/`, pathNot: '/index\\.ts$' },
    },
    {
      name: 'plug-ins-are-strangers',
      comment: 'Plug-ins of a seam share through the seam: move the common part beside the contract.',
      severity: 'error',
      from: {
        path: '^src/(intake/feeds|intake/importers|intake/discovery/probes|intake/discovery/services/speakers|exposure/matching/matchers|core/versions/schemes|action/notifiers|assurance/evaluations)/([^/.]+)/',
        pathNot: test,
      },
      to: { path: '^src/$1/[^/.]+/', pathNot: ['^src/$1/$2/', '/(reading|shared|store)/'] },
    },
    {
      name: 'no-dev-dependencies-in-product',
      comment: 'The product installs without development dependencies: move it to dependencies.',
      severity: 'error',
      from: { path: '^src/', pathNot: test },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    ...orderRules,
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(docs|web/dist|\\.lunette)' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
    reporterOptions: { dot: { collapsePattern: '^src/[^/]+/[^/]+|^web' } },
  },
}
