import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ImagesListing } from '../../../src/images/list/report.ts'
import { listed } from './command.ts'

const cloudmart = join(import.meta.dirname, '../../../../../examples/cloudmart')

test('the example: each image with the number of its uses and the lines that people edit', { timeout: 60_000 }, async () => {
  const { out, code } = await listed(['-f', 'json'], { cwd: cloudmart })
  const { images, summary } = JSON.parse(out) as ImagesListing
  const rows = images.map(({ uses }) => {
    const name = uses[0]!.reference.replace('registry.cloudmart.example/', '').replace(/@.*/, '')
    return [name, uses.length, ...new Set(uses.map(({ file, line }) => `${file}:${line}`).sort())].join(' ')
  })
  expect(rows).toEqual([
    'data/eventstore:24.10.6 3 data/base/eventstore/statefulset.yaml:56',
    'data/kafka:0.47.0-kafka-4.0.0 3 data/base/kafka/cluster.yaml:17',
    'data/mongodb:8.0.13 3 data/base/mongodb/statefulset.yaml:56',
    'data/postgresql:17.6 9 data/base/postgres/inventory-db.yaml:14 data/base/postgres/payment-db.yaml:14 data/base/postgres/user-db.yaml:14',
    'data/rabbitmq:4.1.3-management 3 data/base/rabbitmq/cluster.yaml:13',
    'data/redis:8.2.1 3 data/base/redis/statefulset.yaml:56',
    'observability/elasticsearch:9.1.5 3 observability/base/elastic.yaml:49',
    'observability/grafana:12.2.0 3 observability/base/grafana.yaml:49',
    'observability/jaeger:2.10.0 3 observability/base/jaeger.yaml:48',
    'observability/kibana:9.1.5 3 observability/base/elastic.yaml:109',
    'observability/opentelemetry-collector-contrib:0.136.0 3 observability/base/otel-collector.yaml:48',
    'observability/prometheus:v3.6.0 3 observability/base/prometheus.yaml:8',
    'shop/auth:2.4.4 1 deploy/overlays/staging/kustomization.yaml:36',
    'shop/auth:2.5.0-rc.1 1 deploy/overlays/dev/kustomization.yaml:36',
    'shop/auth:2.4.3 1 deploy/overlays/prod/kustomization.yaml:36',
    'shop/inventory:2.6.3 1 deploy/overlays/staging/kustomization.yaml:27',
    'shop/inventory:2.7.0-rc.1 1 deploy/overlays/dev/kustomization.yaml:27',
    'shop/inventory:2.6.2 1 deploy/overlays/prod/kustomization.yaml:27',
    'shop/notification:1.19.0-rc.1 1 deploy/overlays/dev/kustomization.yaml:30',
    'shop/notification:1.18.0 2 deploy/overlays/prod/kustomization.yaml:30 deploy/overlays/staging/kustomization.yaml:30',
    'shop/order:4.12.0-rc.3 1 deploy/overlays/dev/kustomization.yaml:24',
    'shop/order:4.11.2 2 deploy/overlays/prod/kustomization.yaml:24 deploy/overlays/staging/kustomization.yaml:24',
    'shop/payment:6.2.0-rc.1 1 deploy/overlays/dev/kustomization.yaml:33',
    'shop/payment:6.1.0 2 deploy/overlays/prod/kustomization.yaml:33 deploy/overlays/staging/kustomization.yaml:33',
    'shop/product:5.3.0-rc.1 1 deploy/overlays/dev/kustomization.yaml:21',
    'shop/product:5.2.0 2 deploy/overlays/prod/kustomization.yaml:21 deploy/overlays/staging/kustomization.yaml:21',
    'shop/storefront:8.3.1 2 charts/storefront/values-prod.yaml:4 charts/storefront/values-staging.yaml:4',
    'shop/storefront:8.4.0-rc.2 1 charts/storefront/values-dev.yaml:4',
    'shop/user:3.7.0 1 deploy/overlays/prod/kustomization.yaml:18',
    'shop/user:3.7.1 1 deploy/overlays/staging/kustomization.yaml:18',
    'shop/user:3.8.0-rc.2 1 deploy/overlays/dev/kustomization.yaml:18',
    'tools/buildah:1.41.4 1 delivery/tekton/tasks.yaml:77',
    'tools/cosign:2.6.0 1 delivery/tekton/tasks.yaml:134',
    'tools/git:2.51.0 2 delivery/tekton/tasks.yaml:20 delivery/tekton/tasks.yaml:217',
    'tools/kustomize:5.8.1 1 delivery/tekton/tasks.yaml:184',
  ])
  expect(summary).toEqual({ images: 35, uses: 71, units: 13, objects: 70, unknown: 0 })
  expect(code).toBe(0)
})
