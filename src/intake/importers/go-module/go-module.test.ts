import { checkImporter } from '../importer.kit.ts'
import { goModule } from './index.ts'

checkImporter(goModule, [
  {
    path: 'go.mod',
    content: `module example.org/shop

go 1.21

require (
	github.com/BurntSushi/toml v1.2.0 // indirect
	golang.org/x/net v0.1.0
	example.org/local v1.0.0
)

require github.com/one/two/v3 v3.1.0

replace (
	golang.org/x/net => golang.org/x/net v0.2.0
	example.org/local => ../local
)
exclude golang.org/x/text v0.3.0
`,
    components: [
      'pkg:golang/github.com/BurntSushi/toml@v1.2.0',
      'pkg:golang/golang.org/x/net@v0.2.0',
      'pkg:golang/example.org/local',
      'pkg:golang/github.com/one/two/v3@v3.1.0',
    ],
    notes: ['replaced-by-folder'],
  },
  {
    path: 'go.sum',
    content: `golang.org/x/net v0.1.0 h1:abc=
golang.org/x/net v0.1.0/go.mod h1:abc=
golang.org/x/net v0.2.0 h1:abc=
golang.org/x/text v0.3.0/go.mod h1:abc=
`,
    components: ['pkg:golang/golang.org/x/net@v0.2.0'],
  },
])
