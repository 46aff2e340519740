import { afterAll, expect, test } from 'vitest'
import { withDefaults } from '../../src/config/config.ts'
import type { KustomizationSource, PlannedUnit } from '../../src/discover/sources.ts'
import { openEngine } from '../../src/engines/client.ts'
import type { Manifest } from '../../src/model.ts'
import { renderKustomizations } from '../../src/render/kustomize.ts'
import { sourceFiles } from '../provenance/kustomize-questions.ts'

const helm = openEngine('helm')
const kustomize = openEngine('kustomize')
afterAll(() => Promise.all([helm.close(), kustomize.close()]))

const files = {
  'overlay/kustomization.yaml': 'resources: [pod.yaml]\nnamePrefix: p-\n',
  'overlay/pod.yaml': `apiVersion: v1\nkind: Pod\nmetadata:\n  name: pod\nspec:\n  nodeName: \${NODE:=none}\n`,
}
const unit: PlannedUnit = {
  id: 'overlay',
  kind: 'kustomization',
  path: 'overlay',
  environment: '',
  destination: '',
  namespace: '',
  sources: [],
}

function rendering() {
  const entries = new Map<string, string>()
  return {
    entries,
    async render(more: Partial<KustomizationSource> = {}): Promise<Manifest> {
      const source: KustomizationSource = { source: 'kustomization', folder: 'overlay', ...more }
      const cache = { get: (key: string) => entries.get(key), set: (key: string, value: string) => void entries.set(key, value) }
      const context = {
        sources: sourceFiles(files),
        config: withDefaults({}),
        deadlineMs: 60_000,
        cache,
        builds: new Map(),
        helm,
        kustomize,
      }
      const found = (await renderKustomizations([{ id: 'job', source, unit }], context).get('job')!)()
      expect(found.notEvaluated).toEqual([])
      return found.manifests[0]!
    },
  }
}

async function placesOf({ origin }: Manifest): Promise<string[]> {
  if (origin.kind !== 'rendered') throw new Error('not rendered')
  const [places] = await origin.trace!.places([['metadata', 'name']])
  return places!.map(({ file, startLine, startColumn }) => `${file}:${startLine}:${startColumn}`)
}

const expected = ['overlay/kustomization.yaml:2:13', 'overlay/pod.yaml:4:9']

test('result and map are kept apart, and a map that is gone is made again', async () => {
  const { entries, render } = rendering()
  const fresh = await render()
  expect(fresh.origin.file).toBe('overlay/pod.yaml')
  expect(await placesOf(fresh)).toEqual(expected)
  expect(entries.size).toBe(2)
  const kept = [...entries]
  const result = kept.filter(([, text]) => 'directory' in JSON.parse(text))
  expect(result).toHaveLength(1)
  expect(result[0]![1]).not.toContain('trace')

  const known = await render()
  expect(known.object).toEqual(fresh.object)
  expect(await placesOf(known)).toEqual(expected)

  entries.clear()
  for (const [key, text] of result) entries.set(key, text)
  expect(await placesOf(await render())).toEqual(expected)
  expect([...entries].sort()).toEqual(kept.sort())
})

test('an edit, a substitution and their values each have entries of their own', async () => {
  const { entries, render } = rendering()
  const name = ({ ref }: Manifest) => ref.name
  const edit = (namePrefix: string) => ({ edit: { kustomization: { resources: ['pod.yaml'], namePrefix }, origins: [] } })
  const substitution = (value: string) => ({ substitution: { variables: { NODE: { value } }, strict: false } })
  expect(name(await render())).toBe('p-pod')
  expect(name(await render(edit('q-')))).toBe('q-pod')
  expect(name(await render(edit('r-')))).toBe('r-pod')
  expect((await render()).object.spec).toEqual({ nodeName: `\${NODE:=none}` })
  expect((await render(substitution('a'))).object.spec).toEqual({ nodeName: 'a' })
  expect((await render(substitution('b'))).object.spec).toEqual({ nodeName: 'b' })
  expect(entries.size).toBe(10)
})
