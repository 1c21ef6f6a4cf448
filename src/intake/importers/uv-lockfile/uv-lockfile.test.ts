import { checkImporter } from '../importer.kit.ts'
import { uvLockfile } from './index.ts'

checkImporter(uvLockfile, [
  {
    path: 'uv.lock',
    content: `version = 1
[[package]]
name = "app"
version = "0.1.0"
source = { editable = "." }
dependencies = [{ name = "click" }]

[[package]]
name = "click"
version = "8.1.3"
source = { registry = "https://pypi.example/simple" }
`,
    components: ['pkg:pypi/click@8.1.3'],
  },
])
