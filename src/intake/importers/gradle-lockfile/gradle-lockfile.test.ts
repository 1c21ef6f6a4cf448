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
