import { checkImporter } from '../importer.kit.ts'
import { dpkg } from './index.ts'

checkImporter(dpkg, [
  {
    path: 'var/lib/dpkg/status',
    content: `Package: libssl3
Status: install ok installed
Architecture: amd64
Source: openssl (3.0.11-1~deb12u1)
Version: 3.0.11-1~deb12u2
Description: toolkit
 continued: with a colon

Package: gone
Status: deinstall ok config-files
Version: 1.0

Package: broken
Status: install ok installed
`,
    components: ['pkg:deb/libssl3@3.0.11-1~deb12u2?arch=amd64'],
    notes: ['distribution-unknown', 'incomplete-entry'],
  },
])
