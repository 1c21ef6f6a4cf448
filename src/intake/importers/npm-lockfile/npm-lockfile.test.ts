import { checkImporter } from '../importer.kit.ts'
import { npmLockfile } from './index.ts'

checkImporter(npmLockfile, [
  {
    path: 'web/package-lock.json',
    content: JSON.stringify({
      name: 'shop',
      version: '1.0.0',
      lockfileVersion: 3,
      packages: {
        '': { name: 'shop', dependencies: { a: '1' } },
        'node_modules/a': { version: '1.0.0', dependencies: { '@s/b': '^2' } },
        'node_modules/a/node_modules/@s/b': { version: '2.0.0', dev: true },
        'node_modules/alias': { name: 'real', version: '3.0.0' },
        'packages/own': { version: '0.1.0' },
        'node_modules/own': { link: true, resolved: 'packages/own' },
      },
    }),
    components: ['pkg:npm/a@1.0.0', 'pkg:npm/%40s/b@2.0.0', 'pkg:npm/real@3.0.0'],
  },
  {
    path: 'npm-shrinkwrap.json',
    content: JSON.stringify({
      lockfileVersion: 1,
      dependencies: {
        a: { version: '1.0.0', requires: { b: '^2' }, dependencies: { b: { version: '2.0.0', dev: true } } },
        c: { version: 'git+ssh://git@example.org/c.git#abc' },
        d: { version: 'npm:real@4.0.0' },
      },
    }),
    components: ['pkg:npm/a@1.0.0', 'pkg:npm/c', 'pkg:npm/real@4.0.0', 'pkg:npm/b@2.0.0'],
    notes: ['version-unknown'],
  },
])
