import type { SourceFiles } from '../files.ts'
import type { Language, Manifest, RelatedLocation } from '../model.ts'
import { locateFields } from '../provenance/fields.ts'
import type { FieldOf } from '../provenance/place.ts'
import { type ChainKind, chainMessage } from './messages.ts'

/**
 * What deploys each unit, as related locations: its Application, Flux Kustomization or HelmRelease, and for a generated Application the
 * generator's element that it comes from.
 */
export async function deploymentChain(
  units: Set<string>,
  options: { definitions: Map<string, Manifest>; sources: SourceFiles; language: Language },
): Promise<Map<string, RelatedLocation[]>> {
  const links = [...units].flatMap((unit) => {
    const manifest = options.definitions.get(unit)
    return manifest === undefined ? [] : linksOf(manifest).map((link) => ({ unit, ...link }))
  })
  const locations = await locateFields(
    links.map(({ field }) => field),
    options.sources,
  )
  const chain = new Map<string, RelatedLocation[]>()
  for (const [i, { unit, kind, name }] of links.entries())
    chain.set(unit, [
      ...(chain.get(unit) ?? []),
      { ...locations[i]!, relation: 'deployment', message: chainMessage(kind, name, options.language) },
    ])
  return chain
}

function linksOf(manifest: Manifest): { kind: ChainKind; name: string; field: FieldOf }[] {
  const { origin } = manifest
  const own = { kind: manifest.ref.kind as ChainKind, name: fullName(manifest), field: { manifest, path: ['metadata', 'name'] } }
  if (origin.kind !== 'generated' || origin.element === undefined) return [own]
  return [own, { kind: 'ApplicationSet', name: fullName(origin.by), field: { manifest: origin.by, path: origin.element } }]
}

function fullName({ ref }: Manifest): string {
  return ref.namespace === '' ? ref.name : `${ref.namespace}/${ref.name}`
}
