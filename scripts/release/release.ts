/**
 * What the release workflow asks for, and what can be tried before: `check <tag>` compares the tag with all that names the version, `notes <tag>`
 * prints what the changelog says of it, `sbom` prints the bill of materials of dist.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../../packages/scanner/src/model.ts'
import { version as programVersion } from '../../packages/scanner/src/version.ts'
import { root } from '../policy-sources.ts'
import { releaseNotes } from './changelog.ts'
import { type SbomSources, sbomOf } from './sbom.ts'
import { requireVersion, versionOfTag } from './version.ts'

const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** What the SBOM of this checkout is made from. */
export function sbomSources(): SbomSources {
  return {
    product: JSON.parse(read('package.json')) as SbomSources['product'],
    bundled: read('dist/THIRD_PARTY_NOTICES.md'),
    linked: read('dist/engines/THIRD_PARTY_NOTICES.md'),
    engines: (JSON.parse(read('dist/engines/engines.json')) as { engines: SbomSources['engines'] }).engines,
    lock: read('pnpm-lock.yaml'),
    goMod: read('packages/engines/go.mod'),
  }
}

/** @throws UserError (2) for a command or tag that is wrong, (3) as sbomOf does */
function answer([command, tag = '']: string[]): string {
  if (command === 'sbom') return `${JSON.stringify(sbomOf(sbomSources()), null, 2)}\n`
  const version = versionOfTag(tag)
  if (command === 'notes') return releaseNotes(read('CHANGELOG.md'), version)
  if (command !== 'check') throw new UserError('Say check <tag>, notes <tag> or sbom.')
  const { version: packageVersion } = JSON.parse(read('package.json')) as { version: string }
  requireVersion(version, { 'package.json': packageVersion, 'packages/scanner/src/version.ts': programVersion })
  releaseNotes(read('CHANGELOG.md'), version)
  return `${tag} is the version of package.json and of the program, and the changelog tells of it.\n`
}

if (import.meta.main) {
  try {
    process.stdout.write(answer(process.argv.slice(2)))
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    console.error(error.message)
    process.exitCode = error.exitCode
  }
}
