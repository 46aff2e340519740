import { podFacts } from '../../evaluate/pods.ts'
import { selectorOf } from '../../evaluate/resource.ts'
import type { SourceFiles } from '../../files.ts'
import { type Exemptions, isExempt } from '../../govern/exemptions.ts'
import { normalisePath } from '../../govern/fingerprint.ts'
import { placeMessage } from '../../govern/messages.ts'
import type { Language, Manifest, Rule } from '../../model.ts'
import { locationOf, placesOf } from '../../provenance/fields.ts'
import { paramsOf } from '../files-found.ts'
import { type Found, misconfigurationRule } from '../findings.ts'
import type { ItemResult } from '../model.ts'
import type { ObjectItem } from './items.ts'
import { pathOfLines } from './text.ts'

export interface ObjectFindingsOptions {
  manifests: Manifest[]
  /** Rules that are on, by id. */
  rules: Map<string, Rule>
  exemptions: Exemptions
  sources: SourceFiles
  language: Language
}

/**
 * What was found in objects, at the lines that people edit. Where a rule of ours that is on judges the object and says what a check says
 * (`equivalents.trivy`), the check is left out, whatever it found: the rule knows exemptions and what an operator completes.
 * @returns `merged`: how many were left out for that
 */
export async function foundInObjects(
  objects: ObjectItem[],
  results: ItemResult[],
  options: ObjectFindingsOptions,
): Promise<{ found: Found[]; merged: number }> {
  const { manifests, rules, sources, language } = options
  const own = rules.get(misconfigurationRule)
  const byCheck = new Map<string, Rule[]>()
  for (const rule of rules.values()) for (const id of rule.equivalents.trivy ?? []) byCheck.set(id, [...(byCheck.get(id) ?? []), rule])
  let merged = 0
  const kept = objects.flatMap(({ manifest: index, paths }, i) => {
    const manifest = manifests[index]!
    if (own === undefined || isExempt(own, manifest, options.exemptions)) return []
    const selector = selectorOf(manifest.ref)
    const selectors = new Set(['*', selector, ...(podFacts(manifest.object, selector).length > 0 ? ['pods'] : [])])
    return results[i]!.misconfigurations.flatMap((one) => {
      if (byCheck.get(one.id)?.some(({ kinds }) => kinds.some((kind) => selectors.has(kind)))) {
        merged++
        return []
      }
      const path = one.startLine === undefined ? [] : pathOfLines(paths, one.startLine, one.endLine ?? one.startLine)
      return [{ one, manifest, path }]
    })
  })
  const places = await placesOf(kept, sources)
  const found = kept.map(({ one, manifest, path }, i): Found => {
    const { ref, unit, object, origin } = manifest
    const [place, ...behind] = places[i]!
    const group = ref.apiVersion.includes('/') ? ref.apiVersion.slice(0, ref.apiVersion.indexOf('/')) : ''
    return {
      ruleId: misconfigurationRule,
      check: one.id,
      severity: one.severity,
      ref,
      unit,
      path,
      location: locationOf(place!),
      related: behind.map((other) => ({ ...locationOf(other), relation: 'source', message: placeMessage(other, language) })),
      params: paramsOf(one, undefined),
      identity: [unit, group, ref.kind, ref.namespace, ref.name, ...normalisePath(path, object)],
      file: origin.file,
    }
  })
  return { found, merged }
}
