import { expect, test } from 'vitest'
import { importBytes } from '../import-file.ts'
import { checkImporter } from '../importer.kit.ts'
import { gradleLockfile } from './index.ts'

checkImporter(gradleLockfile, [
  {
    path: 'gradle.lockfile',
    content: `# This is a Gradle generated file for dependency locking.
com.fasterxml.jackson.core:jackson-databind:2.9.1=compileClasspath,runtimeClasspath
junit:junit:4.13=testCompileClasspath
empty=annotationProcessor
`,
    components: ['pkg:maven/com.fasterxml.jackson.core/jackson-databind@2.9.1', 'pkg:maven/junit/junit@4.13'],
  },
])

test('a line of megabytes is left out and counted, and costs no more than that', async () => {
  const long = `a:b:1=${'x:'.repeat(4_000_000)}`
  const text = `# This is a Gradle generated file for dependency locking.\njunit:junit:4.13=testCompileClasspath\n${long}\n`
  const read = await importBytes(Buffer.from(text), 'gradle.lockfile')
  expect(read).toMatchObject({
    ok: true,
    value: { outcome: { dropped: [{ code: 'line-too-long', example: 'line 3' }] } },
  })
  expect(read.ok && read.value.inventory.components.map(({ name }) => name)).toEqual(['junit'])
})
