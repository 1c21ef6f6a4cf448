import { checkImporter } from '../importer.kit.ts'
import { composerLockfile } from './index.ts'

checkImporter(composerLockfile, [
  {
    path: 'composer.lock',
    content: JSON.stringify({
      packages: [
        {
          name: 'guzzlehttp/guzzle',
          version: '7.4.4',
          require: { 'guzzlehttp/psr7': '^2', php: '>=7' },
          license: ['MIT'],
        },
      ],
      'packages-dev': [{ name: 'phpunit/phpunit', version: 'v9.0.0' }],
    }),
    components: ['pkg:composer/guzzlehttp/guzzle@7.4.4', 'pkg:composer/phpunit/phpunit@v9.0.0'],
  },
])
