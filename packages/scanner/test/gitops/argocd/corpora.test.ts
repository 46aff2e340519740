import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { absent, realworld } from '../../engines/corpora.ts'
import { expandFolder } from './expand.ts'

const sample = join(realworld, 'istio/samples/ambient-argo')

describe.runIf(existsSync(sample))(`the ambient-argo sample of Istio${absent}`, () => {
  const istio = 'https://github.com/istio/istio.git'

  test('as a repository of its own', async () => {
    const { applications, notEvaluated } = await expandFolder(sample, { remotes: ['{repo-placeholder}'] })
    expect(notEvaluated).toEqual([])
    const tree = applications.map(({ name, paths, notEvaluated: gaps }) => `${name}: ${[...paths, ...gaps.map(({ reason }) => reason)]}`)
    expect(tree).toMatchInlineSnapshot(`
      [
        "bookinfo-application: application",
        "istio-cni: remote-source",
        "istio-addons: remote-source",
        "istio-tags: tag-chart",
        "istio-ztunnel: remote-source",
        "meta-application: istio,application",
        "istio-control-1-18-5: remote-source",
        "istio-control-1-19-3: remote-source",
      ]
    `)
    const meta = applications.find(({ name }) => name === 'meta-application')!
    expect(meta.sources).toMatchInlineSnapshot(`
      [
        {
          "files": [
            "istio/cni.yaml",
            "istio/control-plane-appset.yaml",
            "istio/extras.yaml",
            "istio/tags.yaml",
            "istio/ztunnel.yaml",
          ],
          "source": "plain",
        },
        {
          "files": [
            "application/application.yaml",
          ],
          "source": "plain",
        },
      ]
    `)
    expect(applications.find(({ name }) => name === 'istio-tags')!.sources).toMatchObject([
      {
        source: 'chart',
        releaseName: 'istio-tags',
        namespace: 'istio-system',
        values: [{ kind: 'object', field: { path: ['spec', 'source', 'helm', 'valuesObject'] } }],
      },
    ])
  })

  test('below the repository of Istio, with its release charts declared', async () => {
    const { applications } = await expandFolder(join(realworld, 'istio'), {
      paths: ['samples/ambient-argo'],
      remotes: [istio],
      repositories: [{ url: '{repo-placeholder}', path: 'samples/ambient-argo' }],
    })
    const addons = applications.find(({ name }) => name === 'istio-addons')!
    expect(addons.notEvaluated).toEqual([])
    const [plain] = addons.sources
    const files = plain!.source === 'plain' ? plain!.files : []
    expect(files).toContain('samples/addons/kiali.yaml')
    expect(files).not.toContain('samples/addons/loki.yaml')
    expect(applications.find(({ name }) => name === 'istio-tags')!.paths).toEqual(['samples/ambient-argo/tag-chart'])
    expect(applications.filter(({ applicationSet }) => applicationSet !== undefined).map(({ name }) => name)).toEqual([
      'istio-control-1-18-5',
      'istio-control-1-19-3',
    ])
  })
})
