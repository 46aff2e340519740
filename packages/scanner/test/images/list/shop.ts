import { repository } from '../../scan/repository.ts'

/** A small deployment in all ways that images are written: plain, by an overlay, by values of a chart. */
const shopFiles: Record<string, string> = {
  'plain/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
      nodeSelector: {kubernetes.io/arch: arm64}
      containers:
        - name: web
          image: registry.example/shop/web:1.4.2
        - name: cache
          image: redis
        - name: late
          image: "registry.example/shop/late:\${TAG}"
        - name: wrong
          image: registry.example/Shop/wrong:1
`,
  'overlays/prod/kustomization.yaml': `resources: [../../base]
images:
  - name: api
    newName: registry.example/shop/api
    newTag: "2.0"
  - name: worker
    digest: sha256:${'ab'.repeat(32)}
`,
  'base/kustomization.yaml': 'resources: [api.yaml]\n',
  'base/api.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  template:
    spec:
      containers:
        - name: api
          image: api:1.0
        - name: worker
          image: worker
`,
  'chart/Chart.yaml': 'apiVersion: v2\nname: store\nversion: 1.0.0\n',
  'chart/values.yaml': `image:
  repository: registry.example/shop/store
  tag: "8.3"
database:
  image: registry.example/shop/postgresql:17
  mode: single
`,
  'chart/templates/store.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: store, namespace: shop}
spec:
  template:
    spec:
      containers:
        - name: store
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: store-db, namespace: shop}
spec:
  imageName: {{ .Values.database.image }}
---
apiVersion: solr.apache.org/v1beta1
kind: SolrCloud
metadata: {name: search, namespace: shop}
spec:
  solrImage:
    repository: solr
    tag: "9.8"
`,
}

export const shop = (more: Record<string, string> = {}): string => repository({ ...shopFiles, ...more })
