import { checkImporter } from '../importer.kit.ts'
import { pylock } from './index.ts'

checkImporter(pylock, [
  {
    path: 'pylock.dev.toml',
    content: `lock-version = "1.0"
created-by = "pip"
[[packages]]
name = "click"
version = "8.1.3"
dependencies = [{ name = "colorama" }]

[[packages]]
name = "local"
directory = { path = "." }
`,
    components: ['pkg:pypi/click@8.1.3', 'local'],
  },
])
