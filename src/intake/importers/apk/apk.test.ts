import { checkImporter } from '../importer.kit.ts'
import { apk } from './index.ts'

checkImporter(apk, [
  {
    path: 'lib/apk/db/installed',
    content: `C:Q1abc=
P:libcrypto3
V:3.1.4-r0
A:x86_64
o:openssl
L:Apache-2.0
F:lib
R:libcrypto.so.3

P:musl
V:1.2.4-r2
`,
    components: ['pkg:apk/libcrypto3@3.1.4-r0?arch=x86_64', 'pkg:apk/musl@1.2.4-r2'],
    notes: ['distribution-unknown'],
  },
])
