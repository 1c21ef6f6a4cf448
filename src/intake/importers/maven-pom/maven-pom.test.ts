import { checkImporter } from '../importer.kit.ts'
import { mavenPom } from './index.ts'

checkImporter(mavenPom, [
  {
    path: 'pom.xml',
    content: `<?xml version="1.0"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <parent><groupId>org.example</groupId><artifactId>parent</artifactId><version>2.0</version></parent>
  <artifactId>shop</artifactId>
  <properties><log.version>2.14.0</log.version><a>\${b}</a><b>\${a}</b></properties>
  <dependencyManagement><dependencies>
    <dependency><groupId>g</groupId><artifactId>managed</artifactId><version>1.1</version></dependency>
  </dependencies></dependencyManagement>
  <dependencies>
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-core</artifactId><version>\${log.version}</version></dependency>
    <dependency><groupId>g</groupId><artifactId>managed</artifactId></dependency>
    <dependency><groupId>\${project.groupId}</groupId><artifactId>sibling</artifactId><version>\${project.parent.version}</version></dependency>
    <dependency><groupId>g</groupId><artifactId>circular</artifactId><version>\${a}</version></dependency>
    <dependency><groupId>g</groupId><artifactId>elsewhere</artifactId></dependency>
  </dependencies>
</project>`,
    components: [
      'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.0',
      'pkg:maven/g/managed@1.1',
      'pkg:maven/org.example/sibling@2.0',
      'pkg:maven/g/circular',
      'pkg:maven/g/elsewhere',
    ],
    notes: ['direct-dependencies-only', 'version-unknown'],
  },
])
