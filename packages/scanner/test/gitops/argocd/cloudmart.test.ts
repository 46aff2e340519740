import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { expandFolder } from './expand.ts'

const root = resolve(import.meta.dirname, '../../../../../examples/cloudmart')

test('the example resolves without a remote: all its paths name one repository', async () => {
  const { applications, notEvaluated } = await expandFolder(root, { remotes: [], paths: ['delivery'] })
  expect(notEvaluated).toEqual([])
  const resolved = applications.filter(({ sources }) => sources.length > 0)
  expect(resolved.map(({ name, paths }) => `${name} ${paths}`)).toMatchInlineSnapshot(`
    [
      "pipelines delivery/tekton",
      "cloudmart delivery/argocd/apps",
      "platform-dev platform/overlays/dev",
      "platform-staging platform/overlays/staging",
      "platform-prod platform/overlays/prod",
      "data-dev data/overlays/dev",
      "data-staging data/overlays/staging",
      "data-prod data/overlays/prod",
      "observability-dev observability/overlays/dev",
      "observability-staging observability/overlays/staging",
      "observability-prod observability/overlays/prod",
      "shop-dev deploy/overlays/dev",
      "shop-staging deploy/overlays/staging",
      "shop-prod deploy/overlays/prod",
      "storefront-dev charts/storefront",
      "storefront-staging charts/storefront",
      "storefront-prod charts/storefront",
    ]
  `)
  expect(new Set(applications.flatMap((application) => application.notEvaluated.map(({ reason }) => reason)))).toEqual(
    new Set(['remote-source']),
  )
  expect(applications.every(({ appProject, project }) => appProject?.ref.name === project)).toBe(true)
})
