import { checkImporter } from '../importer.kit.ts'
import { requirements } from './index.ts'

checkImporter(requirements, [
  {
    path: 'requirements-dev.txt',
    content: `# tools
-r base.txt
Flask[async]==2.0.0 ; python_version > "3.7"
click==8.0.0 \\
    --hash=sha256:aa
Jinja2>=3.0
fork @ https://example.org/fork.whl
git+https://example.org/x.git#egg=x
`,
    components: ['pkg:pypi/flask@2.0.0', 'pkg:pypi/click@8.0.0', 'pkg:pypi/jinja2', 'fork', 'x'],
    notes: ['option-not-followed', 'version-unknown'],
  },
])
