import { posix } from 'node:path'
import { isProblem, type SourceFiles } from '../files.ts'
import type { FileSecret, Misconfiguration } from '../images/trivy/model.ts'
import type { JsonObject } from '../model.ts'
import { type Found, linesOf, misconfigurationRule, secretRule } from './findings.ts'
import type { ItemResult, ScanItem } from './model.ts'
import { resourcesOf } from './templates.ts'
import { readTerraform } from './terraform/file.ts'

/** What the reports call an object that is none of Kubernetes. */
const kinds: Record<ScanItem['type'], string> = {
  terraform: 'Terraform',
  cloudformation: 'CloudFormation',
  dockerfile: 'Dockerfile',
  'azure-arm': 'AzureResourceManager',
  ansible: 'Ansible',
  kubernetes: 'Kubernetes',
  secret: 'File',
}

/** What was found in the files of items that are no objects of Kubernetes. */
export function foundInFiles(items: ScanItem[], results: ItemResult[], sources: SourceFiles): Found[] {
  const resourceAt = resourceFinder(sources)
  return items.flatMap((item, index) => {
    const { misconfigurations, secrets } = results[index]!
    return [
      ...misconfigurations.map((one): Found => {
        const file = fileOf(item, one.target)
        const resource = resourceAt(item, file, one) ?? one.resource
        return {
          ...base(item, file, resource ?? file),
          ruleId: misconfigurationRule,
          check: one.id,
          severity: one.severity,
          location: linesOf(file, one, sources),
          params: paramsOf(one, resource),
          identity: [file, resource ?? ''],
        }
      }),
      ...secrets.map((one): Found => {
        const file = fileOf(item, one.file)
        return {
          ...base(item, file, file),
          ruleId: secretRule,
          check: one.id,
          severity: one.severity,
          location: linesOf(file, one, sources),
          params: secretParams(one),
          identity: [file],
        }
      }),
    ]
  })
}

/** A file under a name of ours is the item's only one. */
export function fileOf(item: ScanItem, path: string): string {
  if (item.type === 'terraform' || item.type === 'ansible') return path
  return item.path
}

function base({ type }: ScanItem, file: string, name: string): Pick<Found, 'ref' | 'unit' | 'path' | 'file'> {
  return { ref: { apiVersion: '', kind: kinds[type], namespace: '', name }, unit: posix.dirname(file), path: [], file }
}

/** For the message and the page of a finding; no values of the file. */
export function paramsOf({ title, message, resolution, url }: Misconfiguration, resource: string | undefined): JsonObject {
  return {
    title,
    message,
    resolution,
    ...(resource === undefined ? {} : { resource }),
    ...(url === undefined ? {} : { url }),
  }
}

function secretParams({ title, category }: FileSecret): JsonObject {
  return { title, category, message: title }
}

/** Finds the resource whose block holds a line. What the scanner names may be a call of the module, or lines. */
function resourceFinder(sources: SourceFiles) {
  const known = new Map<string, { name: string; startLine: number; endLine: number }[]>()
  const read = (item: ScanItem, file: string) => {
    const text = sources.text(file)
    if (isProblem(text)) return []
    if (item.type === 'terraform') return readTerraform(file, text).resources.map(({ address, ...lines }) => ({ name: address, ...lines }))
    if (item.type !== 'cloudformation') return []
    const resources = resourcesOf(text)
    return resources.map(({ name, line }, i) => ({
      name,
      startLine: line,
      endLine: (resources[i + 1]?.line ?? Number.POSITIVE_INFINITY) - 1,
    }))
  }
  return (item: ScanItem, file: string, { startLine = 0 }: Misconfiguration): string | undefined => {
    const resources = known.get(file) ?? read(item, file)
    known.set(file, resources)
    return resources.find((one) => one.startLine <= startLine && startLine <= one.endLine)?.name
  }
}
