import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { corporaFolder } from '../../../../../scripts/testing/left-out.ts'
import { collectManifests } from '../../../src/collect.ts'
import { withDefaults } from '../../../src/config/config.ts'
import { findRoot } from '../../../src/discover/root.ts'
import { openFiles } from '../../../src/files.ts'
import { parseImage } from '../../../src/images/reference.ts'
import { imageUses } from '../../../src/images/uses/uses.ts'
import { formatPath, isJsonObject } from '../../../src/json.ts'
import type { Json, Path } from '../../../src/model.ts'

const absent = existsSync(corporaFolder) ? '' : ' (LEFT OUT: POLICY_GATE_CORPORA names no folder with the corpora)'

interface Found {
  uses: number
  /** `Kind path`, for every text behind a key that speaks of an image, is a reference, and was not found to be a use. */
  missed: string[]
}

async function found(folder: string): Promise<Found> {
  const root = join(corporaFolder, folder)
  const place = findRoot([], { cwd: root, root })
  const sources = openFiles(place.root)
  const collection = await collectManifests(
    { ...place, sources, config: withDefaults({}), deadlineMs: 120_000 },
    { cwd: root, cache: false },
  )
  try {
    const uses = imageUses(collection.manifests, collection.units, {})
    const known = new Set(uses.map(({ manifest, path }) => `${manifest} ${formatPath(path)}`))
    const missed = collection.manifests.flatMap(({ object, ref }, index) =>
      references(object, []).flatMap((path) => {
        const isUse = known.has(`${index} ${formatPath(path)}`) || known.has(`${index} ${formatPath(path.slice(0, -1))}`)
        return isUse ? [] : [`${ref.apiVersion} ${ref.kind} ${formatPath(path).replaceAll(/\[\d+\]/g, '[]')}`]
      }),
    )
    return { uses: uses.length, missed: [...new Set(missed)].sort() }
  } finally {
    await collection.close()
  }
}

/** Paths of texts that look like an image: any text behind `image`, else references with a tag, digest or registry. */
function references(value: Json, path: Path): Path[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => references(item, [...path, index]))
  if (isJsonObject(value)) return Object.entries(value).flatMap(([key, item]) => references(item, [...path, key]))
  const key = String(path.findLast((each) => typeof each === 'string') ?? '')
  if (typeof value !== 'string' || !/image/i.test(key)) return []
  const image = parseImage(value)
  if (key === 'image') return [path]
  if (image === undefined || ('unresolved' in image && image.invalid !== undefined)) return []
  const isReference = 'unresolved' in image || (image.tag ?? image.digest) !== undefined || image.registry !== 'docker.io'
  return isReference ? [path] : []
}

describe.skipIf(absent !== '')(`what repositories of others run${absent}`, () => {
  test.each([
    ['argo-rollouts', 28],
    ['flux-example', 0],
    ['istio', 87],
    ['kong-ic', 32],
    ['microservices-demo', 95],
    ['podinfo', 7],
    ['retail-store', 5],
    ['tekton', 335],
  ])('%s: nothing that is rendered names an image which is no use', async (name, uses) => {
    expect(await found(`realworld/${name}`)).toEqual({ uses, missed: [] })
  })

  test('manifests of linters: only what the API server refuses, requests, and policies', async () => {
    expect(await found('labelled')).toEqual({
      uses: 1036,
      missed: [
        // a request for a webhook, not an object
        'admission.k8s.io/v1beta1 AdmissionReview request.object.spec.containers[].image',
        // parts of no kind: no such field, or an API group that is left out
        'apps/v1 Deployment spec.spec.containers[].image',
        // lists for a policy
        'constraints.gatekeeper.sh/v1beta1 K8sAllowedReposv2 spec.parameters.allowedImages[]',
        'constraints.gatekeeper.sh/v1beta1 K8sDisallowedTags spec.parameters.exemptImages[]',
        // what kn noted; the image that runs is in the pod
        'serving.knative.dev/v1 Service spec.template.metadata.annotations["client.knative.dev/user-image"]',
        'v1 Deployment spec.template.spec.containers[].image',
        'v1 Pod spec.containers.image',
        'v1 Pod spec.image',
        'v1 Pod spec[].image',
        'v1 StatefulSet spec.containers[].image',
      ],
    })
  })
})
