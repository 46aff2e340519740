import type { Catalogue } from '../catalogue.ts'
import { commands } from './commands.ts'
import { files } from './files.ts'
import { git } from './git.ts'
import { gitops } from './gitops.ts'
import { images } from './images.ts'
import { infrastructure } from './infrastructure.ts'
import { policies } from './policies.ts'
import { registry } from './registry.ts'
import { settings } from './settings.ts'
import { shards } from './shards.ts'
import { syntax } from './syntax.ts'
import { tools } from './tools.ts'
import { trivy } from './trivy.ts'

/** Everything that the scanner says in English only where it arises, in Korean. */
export const korean: Catalogue = {
  ...commands,
  ...files,
  ...git,
  ...gitops,
  ...images,
  ...infrastructure,
  ...policies,
  ...registry,
  ...settings,
  ...shards,
  ...syntax,
  ...tools,
  ...trivy,
}
