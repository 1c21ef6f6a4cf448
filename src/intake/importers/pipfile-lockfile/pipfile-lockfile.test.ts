import { checkImporter } from '../importer.kit.ts'
import { pipfileLockfile } from './index.ts'

checkImporter(pipfileLockfile, [
  {
    path: 'Pipfile.lock',
    content: JSON.stringify({
      _meta: { 'pipfile-spec': 6 },
      default: { werkzeug: { version: '==0.11.1' }, fork: { git: 'https://example.org/fork.git', ref: 'abc' } },
      develop: { werkzeug: { version: '==0.11.1' } },
    }),
    components: ['pkg:pypi/werkzeug@0.11.1', 'fork', 'pkg:pypi/werkzeug@0.11.1'],
    notes: ['version-unknown'],
  },
])
