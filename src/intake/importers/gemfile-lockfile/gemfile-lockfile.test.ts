import { checkImporter } from '../importer.kit.ts'
import { gemfileLockfile } from './index.ts'

checkImporter(gemfileLockfile, [
  {
    path: 'Gemfile.lock',
    content: `PATH
  remote: .
  specs:
    own (0.1.0)
      rack

GEM
  remote: https://rubygems.org/
  specs:
    nokogiri (1.15.0-x86_64-linux)
      racc (~> 1.4)
    racc (1.7.1)
    rack (3.0.8)

PLATFORMS
  x86_64-linux

DEPENDENCIES
  own!
`,
    components: ['pkg:gem/nokogiri@1.15.0?platform=x86_64-linux', 'pkg:gem/racc@1.7.1', 'pkg:gem/rack@3.0.8'],
  },
])
