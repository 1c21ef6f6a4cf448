import { checkImporter } from '../importer.kit.ts'
import { nugetLockfile } from './index.ts'

checkImporter(nugetLockfile, [
  {
    path: 'packages.lock.json',
    content: JSON.stringify({
      version: 1,
      dependencies: {
        'net6.0': { 'Newtonsoft.Json': { type: 'Direct', resolved: '12.0.3' }, own: { type: 'Project' } },
        'net7.0': { 'Newtonsoft.Json': { type: 'Direct', resolved: '12.0.3' } },
      },
    }),
    components: ['pkg:nuget/Newtonsoft.Json@12.0.3'],
  },
])
