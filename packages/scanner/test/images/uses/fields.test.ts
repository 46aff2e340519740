import { describe, expect, test } from 'vitest'
import { pathProblem } from '../../../src/config/field-paths.ts'
import { lines } from './uses.ts'

const digest = `sha256:${'ab'.repeat(32)}`
const object = (apiVersion: string, kind: string, spec: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: demo}\nspec: ${spec}\n`

describe('operators', () => {
  test.each([
    ['postgresql.cnpg.io/v1', 'Cluster', '{imageName: "postgres:16", instances: 3}', ['spec.imageName field imageName postgres:16']],
    [
      'postgresql.cnpg.io/v1',
      'ImageCatalog',
      '{images: [{major: 16, image: "postgres:16"}, {major: 17, image: postgres}]}',
      ['spec.images[0].image field image postgres:16', 'spec.images[1].image field image postgres'],
    ],
    [
      'postgresql.cnpg.io/v1',
      'Cluster',
      '{postgresql: {extensions: [{name: pgvector, image: {reference: "registry.example/pgvector:1"}}]}}',
      ['spec.postgresql.extensions[0].image.reference volume pgvector registry.example/pgvector:1'],
    ],
    ['example.com/v1', 'Thing', '{image: someone/miner, other: {image: "debian"}}', ['spec.image field image someone/miner']],
    [
      'sparkoperator.k8s.io/v1beta2',
      'SparkApplication',
      '{image: spark, driver: {initContainers: [{name: a, image: "init:1"}], template: {spec: {containers: [{name: b, image: "b:1"}]}}}}',
      [
        'spec.driver.initContainers[0].image init a init:1',
        'spec.driver.template.spec.containers[0].image container b b:1',
        'spec.image field image spark',
      ],
    ],
    [
      'kafka.strimzi.io/v1',
      'Kafka',
      '{kafka: {image: "registry.example/kafka:4"}, entityOperator: {topicOperator: {image: "registry.example/operator:0.47.0"}}}',
      [
        'spec.entityOperator.topicOperator.image field image registry.example/operator:0.47.0',
        'spec.kafka.image field image registry.example/kafka:4',
      ],
    ],
    [
      'kafka.strimzi.io/v1',
      'KafkaConnect',
      '{image: "registry.example/connect:1", build: {output: {type: docker, image: "registry.example/built:1"}}}',
      ['spec.build.output.image field image registry.example/built:1', 'spec.image field image registry.example/connect:1'],
    ],
    [
      'elasticsearch.k8s.elastic.co/v1',
      'Elasticsearch',
      '{version: 9.1.0, image: "registry.example/elasticsearch:9.1.0", nodeSets: [{name: a, podTemplate: {spec: {initContainers: [{name: sysctl, image: "busybox:1.36"}], containers: [{name: elasticsearch}]}}}]}',
      [
        'spec.image field image registry.example/elasticsearch:9.1.0',
        'spec.nodeSets[0].podTemplate.spec.initContainers[0].image init sysctl busybox:1.36',
      ],
    ],
    ['rabbitmq.com/v1beta1', 'RabbitmqCluster', '{image: "rabbitmq:4.1-management"}', ['spec.image field image rabbitmq:4.1-management']],
    [
      'mongodbcommunity.mongodb.com/v1',
      'MongoDBCommunity',
      '{version: 8.0.4, statefulSet: {spec: {template: {spec: {containers: [{name: mongod, image: "registry.example/mongo:8"}, {name: mongodb-agent}]}}}}}',
      ['spec.statefulSet.spec.template.spec.containers[0].image container mongod registry.example/mongo:8'],
    ],
    [
      'monitoring.coreos.com/v1',
      'Prometheus',
      '{version: v2.55.0, image: "quay.io/prometheus/prometheus:v2.55.0", containers: [{name: auth, image: "registry.example/auth:1"}], thanos: {baseImage: quay.io/thanos/thanos, tag: v0.36.0}}',
      [
        'spec.containers[0].image container auth registry.example/auth:1',
        'spec.image field image quay.io/prometheus/prometheus:v2.55.0',
        'spec.thanos.baseImage field baseImage quay.io/thanos/thanos:v0.36.0',
      ],
    ],
    [
      'monitoring.coreos.com/v1',
      'Alertmanager',
      `{baseImage: quay.io/prometheus/alertmanager, sha: ${digest.slice(7)}}`,
      [`spec.baseImage field baseImage quay.io/prometheus/alertmanager@${digest}`],
    ],
    ['monitoring.coreos.com/v1', 'Prometheus', '{version: v2.55.0}', []],
    // the operator's own version
    ['argoproj.io/v1beta1', 'ArgoCD', '{image: registry.example/argocd}', ['spec.image field image registry.example/argocd (unresolved)']],
    [
      'opentelemetry.io/v1beta1',
      'OpenTelemetryCollector',
      '{image: "registry.example/otelcol:0.128.0", initContainers: [{name: wait, image: busybox}]}',
      ['spec.image field image registry.example/otelcol:0.128.0', 'spec.initContainers[0].image init wait busybox'],
    ],
    [
      'opentelemetry.io/v1alpha1',
      'Instrumentation',
      '{java: {image: "registry.example/otel-java:2"}, nodejs: {image: "registry.example/otel-node:1"}}',
      ['spec.java.image field image registry.example/otel-java:2', 'spec.nodejs.image field image registry.example/otel-node:1'],
    ],
    [
      'jaegertracing.io/v1',
      'Jaeger',
      '{allInOne: {image: "jaegertracing/all-in-one:1.60"}}',
      ['spec.allInOne.image field image jaegertracing/all-in-one:1.60'],
    ],
    [
      'redis.redis.opstreelabs.in/v1beta2',
      'RedisCluster',
      '{kubernetesConfig: {image: "quay.io/opstree/redis:v7.0.15"}, redisExporter: {enabled: true, image: "quay.io/opstree/redis-exporter:v1.45.0"}}',
      [
        'spec.kubernetesConfig.image field image quay.io/opstree/redis:v7.0.15',
        'spec.redisExporter.image field image quay.io/opstree/redis-exporter:v1.45.0',
      ],
    ],
    [
      'extensions.istio.io/v1alpha1',
      'WasmPlugin',
      '{url: "oci://registry.example/wasm/auth:1"}',
      ['spec.url field url registry.example/wasm/auth:1'],
    ],
    [
      'extensions.istio.io/v1alpha1',
      'WasmPlugin',
      '{url: "registry.example/wasm/auth:1"}',
      ['spec.url field url registry.example/wasm/auth:1'],
    ],
    ['extensions.istio.io/v1alpha1', 'WasmPlugin', '{url: "https://registry.example/auth.wasm"}', []],
    [
      'argoproj.io/v1beta1',
      'ArgoCD',
      `{image: quay.io/argoproj/argocd, version: v3.1.9, redis: {image: redis, version: "${digest}"}, repo: {replicas: 2}}`,
      [`spec.image field image quay.io/argoproj/argocd:v3.1.9`, `spec.redis.image field image redis@${digest}`],
    ],
    [
      'scylla.scylladb.com/v1',
      'ScyllaCluster',
      '{repository: docker.io/scylladb/scylla, version: 6.2.0, agentRepository: docker.io/scylladb/scylla-manager-agent, agentVersion: 3.5.0}',
      [
        'spec.agentRepository field agentRepository docker.io/scylladb/scylla-manager-agent:3.5.0',
        'spec.repository field repository docker.io/scylladb/scylla:6.2.0',
      ],
    ],
    [
      'nvidia.com/v1',
      'ClusterPolicy',
      `{driver: {repository: nvcr.io/nvidia, image: driver, version: 570.86.15}, toolkit: {repository: nvcr.io/nvidia/k8s, image: container-toolkit, version: "${digest}"}}`,
      [
        'spec.driver.image field image nvcr.io/nvidia/driver:570.86.15',
        `spec.toolkit.image field image nvcr.io/nvidia/k8s/container-toolkit@${digest}`,
      ],
    ],
    [
      'acid.zalan.do/v1',
      'postgresql',
      '{dockerImage: "ghcr.io/zalando/spilo-17:4.0-p2"}',
      ['spec.dockerImage field dockerImage ghcr.io/zalando/spilo-17:4.0-p2'],
    ],
    [
      'pingcap.com/v1alpha1',
      'TidbCluster',
      '{version: v8.5.1, pd: {baseImage: pingcap/pd, version: v8.5.0}, tikv: {image: "pingcap/tikv:v8.5.0"}, tidb: {baseImage: pingcap/tidb}}',
      [
        'spec.pd.baseImage field baseImage pingcap/pd:v8.5.0',
        'spec.tidb.baseImage field baseImage pingcap/tidb:v8.5.1',
        'spec.tikv.image field image pingcap/tikv:v8.5.0',
      ],
    ],
    [
      'planetscale.com/v2',
      'VitessCluster',
      '{images: {vtgate: "vitess/lite:v21", mysqld: {mysql80Compatible: "vitess/lite:v21"}}}',
      ['spec.images.mysqld.mysql80Compatible field mysql80Compatible vitess/lite:v21', 'spec.images.vtgate field vtgate vitess/lite:v21'],
    ],
    [
      'pkg.crossplane.io/v1',
      'Provider',
      '{package: "xpkg.example/provider-aws:v1"}',
      ['spec.package field package xpkg.example/provider-aws:v1'],
    ],
    [
      'kubevirt.io/v1',
      'VirtualMachine',
      '{template: {spec: {volumes: [{name: root, containerDisk: {image: kubevirt/cirros}}]}}}',
      ['spec.template.spec.volumes[0].containerDisk.image field image kubevirt/cirros'],
    ],
    ['solr.apache.org/v1beta1', 'SolrCloud', '{solrImage: {repository: solr, tag: 9.8}}', ['spec.solrImage field solrImage solr:9.8']],
    [
      'cassandra.datastax.com/v1beta1',
      'CassandraDatacenter',
      '{serverImage: "registry.example/cassandra:4.1"}',
      ['spec.serverImage field serverImage registry.example/cassandra:4.1'],
    ],
  ])('%s %s %s', (apiVersion, kind, spec, expected) => expect(lines(object(apiVersion, kind, spec))).toEqual(expected))
})

describe('kinds that nobody knows', () => {
  const unknown = (spec: string) => lines(object('example.com/v1', 'Thing', spec))

  test.each([
    ['{image: "registry.example/a"}', ['spec.image field image registry.example/a']],
    ['{image: "a:1"}', ['spec.image field image a:1']],
    [`{image: "a@${digest}"}`, [`spec.image field image a@${digest}`]],
    ['{image: "docker.io/a"}', ['spec.image field image docker.io/a']],
    ['{image: a, tag: "2"}', ['spec.image field image a:2']],
    ['{server: {image: "a:1"}}', ['spec.server.image field image a:1']],
    ['{image: "{{ .Values.image }}"}', ['spec.image field image {{ .Values.image }} (unresolved)']],
    ['{image: {registry: registry.example, repository: team/a, tag: 1.5}}', ['spec.image field image registry.example/team/a:1.5']],
    ['{image: {repository: registry.example/team/a}}', ['spec.image field image registry.example/team/a (unresolved)']],
    ['{image: {repository: "registry.example/team/a:1"}}', ['spec.image field image registry.example/team/a:1']],
    [`{initImage: {repository: a, tag: "1", digest: "${digest}"}}`, [`spec.initImage field initImage a:1@${digest}`]],
    ['{initImage: "registry.example/init:1"}', ['spec.initImage field initImage registry.example/init:1']],
    ['{sidecars: [{name: s, image: s}]}', ['spec.sidecars[0].image sidecar s s']],
    // what is no reference, or may be anything
    ['{image: ubuntu-22.04}', []],
    ['{image: "https://example.com/logo.png"}', []],
    ['{image: {url: "http://images.example/disk.qcow2"}}', []],
    ['{image: projects/cloud/global/images/k8s-1-33}', []],
    ['{image: 5}', []],
    ['{machineImage: "ubuntu:22.04"}', []],
    ['{background: {image: logo}}', []],
  ])('%s', (spec, expected) => expect(unknown(spec)).toEqual(expected))

  test('a status is not a wish', () => {
    expect(lines('apiVersion: example.com/v1\nkind: Thing\nspec: {}\nstatus: {image: "registry.example/a:1"}')).toEqual([])
  })
})

describe('fields that are not what runs', () => {
  test.each([
    [
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
      '{versions: [{schema: {openAPIV3Schema: {properties: {spec: {default: {image: "registry.example/a:1", containers: [{name: a, image: "a:1"}]}}}}}}]}',
    ],
    [
      'image.openshift.io/v1',
      'ImageStream',
      '{tags: [{name: v1, from: {kind: DockerImage, name: "registry.example/a:1"}, image: "registry.example/a:1"}]}',
    ],
    [
      'kyverno.io/v1',
      'ClusterPolicy',
      '{rules: [{validate: {pattern: {spec: {template: {spec: {containers: [{image: "registry.example/*"}]}}}}}}]}',
    ],
    ['argoproj.io/v1alpha1', 'Application', '{source: {helm: {valuesObject: {image: "registry.example/a:1"}}}}'],
    ['helm.toolkit.fluxcd.io/v2', 'HelmRelease', '{values: {image: {repository: registry.example/a, tag: "1"}}}'],
    ['image.toolkit.fluxcd.io/v1', 'ImageRepository', '{image: registry.example/a}'],
  ])('%s %s', (apiVersion, kind, spec) => expect(lines(object(apiVersion, kind, spec))).toEqual([]))

  test('a ConfigMap', () => {
    expect(lines('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {image: "registry.example/a:1"}')).toEqual([])
  })
})

describe('paths of the configuration', () => {
  const yaml = `
apiVersion: example.com/v1
kind: Farm
metadata: {name: farm, annotations: {example.com/image: animal}}
spec:
  worker: {runtime: farmer}
  machines: [{runner: "a:1"}, {runner: b}, {other: c}]
  tools: [plough, "rake:2"]
  bundle: {repository: registry.example/bundle, tag: 3}
`
  const at = (path: string, kind = 'example.com/Farm') => lines(yaml, { paths: [{ kind, path }] })

  test.each([
    ['spec.worker.runtime', ['spec.worker.runtime field runtime farmer']],
    ['spec.machines[].runner', ['spec.machines[0].runner field runner a:1', 'spec.machines[1].runner field runner b']],
    ['spec.tools[]', ['spec.tools[0] field tools plough', 'spec.tools[1] field tools rake:2']],
    ['spec.bundle', ['spec.bundle field bundle registry.example/bundle:3']],
    ['metadata.annotations["example.com/image"]', ['metadata.annotations["example.com/image"] field example.com/image animal']],
    ['spec.nothing', []],
  ])('%s', (path, expected) => expect(at(path)).toEqual(expected))

  test('only of that kind', () => expect(at('spec.worker.runtime', 'Farm')).toEqual([]))

  test('of kinds of the core group, and over what is known of a kind', () => {
    const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {queue-sidecar-image: "registry.example/queue:1"}'
    const settings = { paths: [{ kind: 'ConfigMap', path: 'data.queue-sidecar-image' }] }
    expect(lines(configMap, settings)).toEqual(['data.queue-sidecar-image field queue-sidecar-image registry.example/queue:1'])
    const policy = object('kyverno.io/v1', 'ClusterPolicy', '{image: x}')
    expect(lines(policy, { paths: [{ kind: 'kyverno.io/ClusterPolicy', path: 'spec.image' }] })).toEqual(['spec.image field image x'])
  })

  test.each(['spec.image', 'spec[].image', 'a', 'a["b.c"].d[]', 'spec.x-y.z_1'])('%s can be read', (path) =>
    expect(pathProblem(path)).toBeUndefined(),
  )

  test.each([
    ['', 'it is empty: write keys joined by dots, as in spec.image.'],
    ['.spec', 'it cannot be read from ".spec" on: write keys joined by dots and [] for every item of a list, as in spec.steps[].image.'],
    [
      'spec..image',
      'it cannot be read from "..image" on: write keys joined by dots and [] for every item of a list, as in spec.steps[].image.',
    ],
    ['spec.', 'it cannot be read from "." on: write keys joined by dots and [] for every item of a list, as in spec.steps[].image.'],
    [
      'spec[0].image',
      'it cannot be read from "[0].image" on: write keys joined by dots and [] for every item of a list, as in spec.steps[].image.',
    ],
    [
      'spec[]image',
      'it cannot be read from "image" on: write keys joined by dots and [] for every item of a list, as in spec.steps[].image.',
    ],
    ['[]', 'it cannot be read from "[]" on: write keys joined by dots and [] for every item of a list, as in spec.steps[].image.'],
  ])('%j cannot be read', (path, problem) => {
    expect(pathProblem(path)).toBe(problem)
    expect(() => at(path)).toThrow(`The path ${path} of images.paths: ${problem}`)
  })
})
