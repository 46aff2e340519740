import { openFiles } from '../../src/files.ts'
import { finishFindings, type GovernOptions } from '../../src/govern/findings.ts'
import type { JsonObject, Manifest, RawFinding, RawImageFinding, Rule } from '../../src/model.ts'
import { readDocuments } from '../../src/parse/index.ts'
import { rule } from '../report/factory.ts'
import { repository } from '../scan/repository.ts'

export const vulnerability: Rule = rule({
  id: 'image/vulnerability',
  severity: 'medium',
  scope: 'image',
  title: 'Images have no known vulnerabilities',
  message: '{image}: {package} {installed} has {check}, fixed in {fixed}',
  variants: { unfixed: '{image}: {package} {installed} has {check}, without a fix' },
  ko: {
    title: '이미지에 알려진 취약점이 없어야 함',
    description: '설명',
    message: '{image}: {package} {installed}에 {check}, {fixed}에서 수정됨',
    remediation: '업데이트하세요.',
  },
})

export const path = ['spec', 'containers', 0, 'image']

/** A pod that runs one image; the image stands in line 6. */
export const pod = (name: string, image: string, namespace = 'shop') =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec:\n  containers:\n    - image: ${image}\n      name: app\n`

export interface Found extends Partial<RawImageFinding> {
  /** Files whose pods run the image. */
  in: string[]
  severity?: RawFinding['severity']
  variant?: string
  params?: JsonObject
}

/** Pods by file, each folder a unit, and what was found in their images, as govern makes findings of it. */
export async function finished(files: Record<string, string>, found: Found[], options: Partial<GovernOptions> = {}) {
  const names = Object.keys(files)
  const manifests = names.map((file): Manifest => {
    const object = readDocuments(files[file]!, { file }).documents[0]!.value as JsonObject
    const { name, namespace } = object.metadata as { name: string; namespace: string }
    return {
      object,
      ref: { apiVersion: 'v1', kind: 'Pod', namespace, name },
      unit: file.split('/')[0]!,
      origin: { kind: 'file', file, document: 0, itemPath: [] },
    }
  })
  const raw = found.map(({ in: where, severity, variant, params = {}, ...image }): RawFinding => {
    const uses = where.map((file) => ({ manifest: names.indexOf(file), path }))
    return {
      ruleId: vulnerability.id,
      ...(severity === undefined ? {} : { severity }),
      ...(variant === undefined ? {} : { variant }),
      ...uses[0]!,
      params: {
        image: 'registry.example/app',
        package: 'lodash',
        installed: '4.17.20',
        check: 'CVE-2024-1234',
        fixed: '4.17.21',
        ...params,
      },
      related: [],
      image: { repository: 'registry.example/app', check: 'CVE-2024-1234', subject: 'npm:lodash', uses, ...image },
    }
  })
  const result = await finishFindings(raw, {
    rules: new Map([[vulnerability.id, vulnerability]]),
    manifests,
    exemptions: { namespaces: new Set(), byRule: new Map() },
    language: 'en',
    sources: openFiles(repository(files)),
    definitions: new Map(),
    ...options,
  })
  return { ...result, manifests }
}
