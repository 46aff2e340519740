import { posix } from 'node:path'
import { isProblem, type SourceFiles } from '../files.ts'
import type { FileType } from '../images/trivy/model.ts'
import type { NotEvaluated } from '../model.ts'
import { ansibleItems } from './ansible.ts'
import type { FoundItems, ScanItem } from './model.ts'
import { templateCount, templateType } from './templates.ts'
import { isTerraformFile, readTerraform } from './terraform/file.ts'
import { modulesOf, terraformItems } from './terraform/modules.ts'

/** Larger files are not given to the scanner, in bytes: people write none, and they cost it gigabytes. */
const maxBytes = 4 * 1024 * 1024

/** True for names that may be those of files that are scanned. */
export function isInfrastructureName(path: string): boolean {
  return (
    isTerraformFile(path) ||
    /\.tfvars(\.json)?$|\.terraform\.lock\.hcl$|(^|\/)ansible\.cfg$/.test(path) ||
    isDockerfile(path) ||
    isTemplateName(path)
  )
}

function isTemplateName(path: string): boolean {
  return /\.(ya?ml|json|template)$/i.test(path)
}

/** `Dockerfile`, `Dockerfile.prod`, `api.Dockerfile`, `Containerfile`; not what a program makes a Dockerfile from. */
function isDockerfile(path: string): boolean {
  const name = posix.basename(path)
  return (
    /^(docker|container)file(\..+)?$|\.(docker|container)file$/i.test(name) &&
    !/\.(dockerignore|containerignore|md|txt|sh|ps1)$/i.test(name)
  )
}

function isTextTemplate(path: string): boolean {
  return /\.(j2|jinja2?|tmpl|tpl|template|erb|m4|in|mustache|hbs)$/i.test(path)
}

/**
 * What there is to scan among files.
 * @param paths relative to the root
 */
export function infrastructureItems(paths: string[], options: { types: ReadonlySet<string>; sources: SourceFiles }): FoundItems {
  const { types, sources } = options
  const notEvaluated: NotEvaluated[] = []
  const gap = (file: string, reason: NotEvaluated['reason'], message: string): void => {
    notEvaluated.push({ file, unit: posix.dirname(file), reason, message })
  }
  const textOf = (path: string): string | undefined => {
    const text = sources.text(path)
    if (isProblem(text)) gap(path, text.reason === 'parse-failed' ? 'file-not-scanned' : text.reason, text.message)
    else if (text.length > maxBytes)
      gap(path, 'too-large', `The file has more than ${maxBytes / 1024 / 1024} MiB and was not scanned: split it, or exclude it.`)
    else return text
    return undefined
  }
  const items: ScanItem[] = []
  const terraform = types.has('terraform')
    ? paths.filter(isTerraformFile).flatMap((path) => {
        const text = textOf(path)
        return text === undefined ? [] : [readTerraform(path, text)]
      })
    : []
  const modules = terraformItems(modulesOf(terraform, paths), textOf)
  items.push(...modules.items)
  notEvaluated.push(...modules.notEvaluated)
  for (const path of types.has('dockerfile') ? paths.filter(isDockerfile) : []) {
    if (isTextTemplate(path)) {
      gap(path, 'unknown-value', 'A template of a Dockerfile: what it becomes is not known, so it was not judged.')
      continue
    }
    const text = textOf(path)
    if (text !== undefined) items.push(single('dockerfile', path, { name: 'Dockerfile', text }))
  }
  for (const path of types.has('cloudformation') || types.has('azure-arm') ? paths.filter(isTemplateName) : []) {
    // what cannot be read is reported where manifests are read
    const text = isTerraformFile(path) ? undefined : sources.text(path)
    const type = typeof text === 'string' ? templateType(text) : undefined
    if (type === undefined || !types.has(type) || textOf(path) === undefined) continue
    if (type === 'cloudformation' && templateCount(text as string) > 1)
      gap(path, 'file-not-scanned', 'The file holds more than one template, which CloudFormation does not take: split it.')
    const isJson = /^\s*\{/.test(text as string) && !/\.ya?ml$/i.test(path)
    items.push(single(type, path, { name: `template.${isJson ? 'json' : 'yaml'}`, text: text as string }))
  }
  if (types.has('ansible')) {
    // of files that are read elsewhere too, what is wrong with them is said there
    const ansible = ansibleItems(paths, (path) => {
      const text = sources.text(path)
      return isProblem(text) || text.length > maxBytes ? undefined : text
    })
    items.push(...ansible.items)
    notEvaluated.push(...ansible.notEvaluated)
  }
  return { items, notEvaluated }
}

/** A file of its own. Under a name of ours: Trivy goes by names, and takes not all that the tools take. */
function single(type: FileType, path: string, { name, text }: { name: string; text: string }): ScanItem {
  return { type, path, files: [{ path: name, content: Buffer.from(text) }], expected: [name] }
}
