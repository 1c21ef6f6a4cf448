import { checkImporter } from '../importer.kit.ts'
import { yarnLockfile } from './index.ts'

checkImporter(yarnLockfile, [
  {
    path: 'a/yarn.lock',
    content: `# yarn lockfile v1


"@babel/core@^7.0.0", "@babel/core@^7.1.0":
  version "7.20.0"
  resolved "https://registry.example/core.tgz"
  dependencies:
    lodash "^4.17.0"

lodash@^4.17.0:
  version "4.17.21"

other@npm:real@^1.0.0:
  version "1.2.3"
`,
    components: ['pkg:npm/%40babel/core@7.20.0', 'pkg:npm/lodash@4.17.21', 'pkg:npm/real@1.2.3'],
  },
  {
    path: 'b/yarn.lock',
    content: `__metadata:
  version: 6
  cacheKey: 8

"lodash@npm:^4.17.0, lodash@npm:^4.17.21":
  version: 4.17.21
  resolution: "lodash@npm:4.17.21"
  languageName: node
  linkType: hard

"shop@workspace:.":
  version: 0.0.0-use.local
  resolution: "shop@workspace:."
  dependencies:
    lodash: ^4.17.0
  linkType: soft
`,
    components: ['pkg:npm/lodash@4.17.21'],
  },
])
