import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openEngine } from '../../src/engines/client.ts'
import { EngineError } from '../../src/engines/error.ts'
import { buildKustomizations } from '../../src/engines/kustomizations.ts'
import type { HelmRenderAnswer } from '../../src/engines/operations.ts'
import { absent, charts, contents, kustomizations, realworld } from './corpora.ts'

describe.runIf(!absent)(`real charts and kustomizations${absent}`, { timeout: 180_000 }, () => {
  const helm = openEngine('helm')
  const kustomize = openEngine('kustomize')
  afterAll(() => Promise.all([helm.close(), kustomize.close()]))

  test('each chart renders, or says which of its dependencies are not vendored', async () => {
    const outcome: Record<string, unknown> = {}
    for (const chart of charts()) {
      const files = contents(join(realworld, chart))
      outcome[chart] = await helm.call<HelmRenderAnswer>('helm.render', { files }).then(
        ({ documents }) => documents.length,
        (error) => (error instanceof EngineError && error.failure === 'refused' ? error.message.slice(0, 70) : Promise.reject(error)),
      )
    }
    expect(outcome).toEqual({
      'argo-rollouts/examples/helm-blue-green': 3,
      'istio/samples/ambient-argo/tag-chart': 0,
      'microservices-demo/helm-chart': 38,
      'podinfo/charts/podinfo': 5,
      'retail-store/src/app/chart': "dependencies are named in Chart.yaml but missing in charts/ (run 'helm",
      'retail-store/src/cart/chart': 5,
      'retail-store/src/catalog/chart': 6,
      'retail-store/src/checkout/chart': 5,
      'retail-store/src/orders/chart': 7,
      'retail-store/src/ui/chart': 5,
    })
  })

  test('each kustomization builds with an origin for every object, is a component, or lacks a file in the corpus', async () => {
    const outcome = { built: 0, empty: 0, component: 0, 'file missing': 0 }
    for (const [repository, directories] of kustomizations()) {
      const files = contents(join(realworld, repository))
      for (const { objects, error } of await buildKustomizations({ kustomize, helm, files, directories })) {
        for (const { origin } of objects) expect(Object.keys(files)).toContain(origin.file ?? origin.configuredIn)
        if (error?.message.startsWith('a Component')) outcome.component++
        else if (error?.message.includes("doesn't exist")) outcome['file missing']++
        else if (error) throw new Error(error.message)
        else outcome[objects.length > 0 ? 'built' : 'empty']++
      }
    }
    expect(outcome).toEqual({ built: 13, empty: 2, component: 15, 'file missing': 7 })
  })
})
