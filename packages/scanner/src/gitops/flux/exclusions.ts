import { posix } from 'node:path'
import gitignore, { type Ignore } from 'ignore'
import { type IgnoreRules, ignoreRules, isIgnored } from '../../discover/ignore.ts'
import { isProblem, type SourceFiles } from '../../files.ts'
import { isWithin } from './references.ts'

/** What source-controller leaves out of every artifact (fluxcd/pkg, sourceignore). */
const byDefault = [
  ...['.git/', '.gitignore', '.gitmodules', '.gitattributes'],
  ...['*.jpg', '*.jpeg', '*.gif', '*.png', '*.wmv', '*.flv', '*.tar.gz', '*.zip'],
  ...['.github/', '.circleci/', '.travis.yml', '.gitlab-ci.yml', 'appveyor.yml', '.drone.yml', 'cloudbuild.yaml'],
  ...['codeship-services.yml', 'codeship-steps.yml', '**/.goreleaser.yml', '**/.sops.yaml', '**/.flux.yaml'],
]

/**
 * Says of files (relative to the root; folders with `/` at the end) whether they come into the artifact of a folder: not what is left out by
 * default, by `.sourceignore` files or by the source's `spec.ignore`, where later rules count more, and only what is checked out.
 * @param options.ignore text in the format of `.gitignore`
 * @param options.sparseCheckout folders below `folder`; empty: all of it
 */
export function artifactFilter(
  folder: string,
  sources: SourceFiles,
  options: { ignore?: string; sparseCheckout?: string[] } = {},
): (file: string) => boolean {
  const own = new Map<string, Ignore | undefined>()
  const sourceignore = (at: string): Ignore | undefined => {
    if (!own.has(at)) {
      const text = sources.text(posix.join(at, '.sourceignore'))
      own.set(at, isProblem(text) ? undefined : ignoreRules(text))
    }
    return own.get(at)
  }
  const first = gitignore().add(byDefault)
  const last = options.ignore === undefined ? undefined : ignoreRules(options.ignore)
  const checkedOut = (options.sparseCheckout ?? []).map((path) => posix.join(folder, path.replace(/\/$/, '')))

  const known = new Map<string, boolean>()
  const excluded = (path: string, directory: boolean): boolean => {
    const key = directory ? `${path}/` : path
    const answer = known.get(key) ?? isExcluded(path, directory)
    if (directory) known.set(key, answer)
    return answer
  }
  const isExcluded = (path: string, directory: boolean): boolean => {
    const above = pathsTo(posix.dirname(path), folder)
    const files = above.map((at) => ({ folder: at, rules: sourceignore(at) }))
    const rules = [{ folder, rules: first }, ...files, { folder, rules: last }].filter((entry) => entry.rules !== undefined) as IgnoreRules
    return isIgnored(path, { rules, directory })
  }
  return (path) => {
    const directory = path.endsWith('/')
    const file = directory ? path.slice(0, -1) : path
    if (!isWithin(file, folder)) return false
    if (checkedOut.length > 0 && !checkedOut.some((kept) => isWithin(file, kept) || (directory && isWithin(kept, file)))) return false
    const [, ...steps] = pathsTo(file, folder)
    return !steps.some((step) => excluded(step, directory || step !== file))
  }
}

/** `folder`, and every folder on the way to `path`, with the path itself. */
function pathsTo(path: string, folder: string): string[] {
  const parts = posix.relative(folder, path).split('/')
  return parts[0] === '' ? [folder] : [folder, ...parts.map((_, i) => posix.join(folder, ...parts.slice(0, i + 1)))]
}
