import type { Path } from '../../model.ts'
import type { ImageParts } from './parts.ts'

/**
 * A field that holds a reference (or a mapping of its parts), a mapping that has the parts among other things (`unless` it has the whole
 * reference under that key; `tagAt` is where the tag of all components stands), or a field with a URL.
 */
export type FieldRow = string | { at: string; parts: ImageParts; unless?: string; tagAt?: Path } | { at: string; scheme: string }

const argocd: ImageParts = { repository: ['image'], tag: ['version'] }
const prometheus: ImageParts = { repository: ['baseImage'], tag: ['tag', 'version'], digest: ['sha'] }
const nvidia: ImageParts = { registry: ['repository'], repository: ['image'], tag: ['version'] }
const prometheusRows: FieldRow[] = [{ at: 'spec', parts: prometheus, unless: 'image' }, 'spec.image']

/**
 * Fields of operators' objects that a search for `image` (see search.ts) does not find or would read wrongly: other names, a tag of its own,
 * plain names that are known to be images. By `group/Kind`; paths as the configuration has them.
 */
export const imageFields: Record<string, FieldRow[]> = {
  // https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/
  'postgresql.cnpg.io/Cluster': ['spec.imageName'],
  'postgresql.cnpg.io/ImageCatalog': ['spec.images[].image'],
  'postgresql.cnpg.io/ClusterImageCatalog': ['spec.images[].image'],
  // https://prometheus-operator.dev/docs/api-reference/api/
  'monitoring.coreos.com/Prometheus': [...prometheusRows, { at: 'spec.thanos', parts: prometheus, unless: 'image' }, 'spec.thanos.image'],
  'monitoring.coreos.com/PrometheusAgent': ['spec.image'],
  'monitoring.coreos.com/Alertmanager': prometheusRows,
  'monitoring.coreos.com/ThanosRuler': ['spec.image'],
  // https://argocd-operator.readthedocs.io/en/latest/reference/argocd/
  'argoproj.io/ArgoCD': [
    ...['spec', 'spec.repo', 'spec.redis', 'spec.applicationSet', 'spec.notifications', 'spec.sso.dex', 'spec.sso.keycloak'].map(
      (at): FieldRow => ({ at, parts: argocd }),
    ),
    { at: 'spec.ha', parts: { repository: ['redisProxyImage'], tag: ['redisProxyVersion'] } },
  ],
  // https://strimzi.io/docs/operators/latest/configuring.html
  'kafka.strimzi.io/Kafka': ['spec.kafka.brokerRackInitImage'],
  'kafka.strimzi.io/KafkaConnect': ['spec.clientRackInitImage', 'spec.build.output.image'],
  // https://operator.docs.scylladb.com/stable/reference/api/groups/scylla.scylladb.com/scyllaclusters.html
  'scylla.scylladb.com/ScyllaCluster': [
    { at: 'spec', parts: { repository: ['repository'], tag: ['version'] } },
    { at: 'spec', parts: { repository: ['agentRepository'], tag: ['agentVersion'] } },
  ],
  // https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-operator-rdma.html (components of a ClusterPolicy)
  'nvidia.com/ClusterPolicy': [
    'driver',
    'driver.manager',
    'toolkit',
    'devicePlugin',
    'dcgm',
    'dcgmExporter',
    'gfd',
    'migManager',
    'nodeStatusExporter',
    'validator',
    'gds',
    'gdrcopy',
    'vgpuManager',
    'vfioManager',
    'sandboxDevicePlugin',
    'operator.initContainer',
  ].map((component): FieldRow => ({ at: `spec.${component}`, parts: nvidia })),
  // https://postgres-operator.readthedocs.io/en/latest/reference/cluster_manifest/
  'acid.zalan.do/postgresql': ['spec.dockerImage', 'spec.connectionPooler.dockerImage', 'spec.sidecars[].image'],
  // https://docs.pingcap.com/tidb-in-kubernetes/stable/configure-a-tidb-cluster
  'pingcap.com/TidbCluster': ['pd', 'tikv', 'tidb', 'tiflash', 'ticdc', 'pump'].map(
    (component): FieldRow => ({
      at: `spec.${component}`,
      parts: { repository: ['baseImage'], tag: ['version'] },
      unless: 'image',
      tagAt: ['spec', 'version'],
    }),
  ),
  // https://vitess.io/docs/reference/vitess-operator/ (VitessCluster spec.images)
  'planetscale.com/VitessCluster': [
    'vtctld',
    'vtadmin',
    'vtgate',
    'vttablet',
    'vtorc',
    'vtbackup',
    'mysqld.mysql56Compatible',
    'mysqld.mysql80Compatible',
    'mysqldExporter',
  ].map((component) => `spec.images.${component}`),
  // https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/ (no scheme means oci://)
  'extensions.istio.io/WasmPlugin': [{ at: 'spec.url', scheme: 'oci' }],
  // https://docs.crossplane.io/latest/packages/providers/ (a package holds the image of its controller)
  'pkg.crossplane.io/Provider': ['spec.package'],
  'pkg.crossplane.io/Function': ['spec.package'],
  // https://kubevirt.io/user-guide/storage/disks_and_volumes/#containerdisk
  'kubevirt.io/VirtualMachine': ['spec.template.spec.volumes[].containerDisk.image'],
  'kubevirt.io/VirtualMachineInstance': ['spec.volumes[].containerDisk.image'],
  // https://www.kubeflow.org/docs/components/spark-operator/reference/api-docs/
  'sparkoperator.k8s.io/SparkApplication': ['spec.image', 'spec.driver.image', 'spec.executor.image'],
  'sparkoperator.k8s.io/ScheduledSparkApplication': ['spec.template.image', 'spec.template.driver.image', 'spec.template.executor.image'],
  // https://solr.apache.org/operator/ (SolrCloud spec.solrImage)
  'solr.apache.org/SolrCloud': ['spec.solrImage', 'spec.busyBoxImage'],
  // https://docs.k8ssandra.io/reference/crd/
  'cassandra.datastax.com/CassandraDatacenter': ['spec.serverImage', 'spec.systemLoggerImage', 'spec.configBuilderImage'],
}

/**
 * Kinds whose `image` fields are not what runs: policies and patches about images of others, values and transformers of what is rendered,
 * watches on registries, builds. `group/Kind`, or `group/*`.
 */
export const withoutImages: string[] = [
  'kyverno.io/*',
  'policies.kyverno.io/*',
  'constraints.gatekeeper.sh/*',
  'templates.gatekeeper.sh/*',
  'mutations.gatekeeper.sh/*',
  'policies.kubewarden.io/*',
  'policy.sigstore.dev/*',
  'argoproj.io/Application',
  'argoproj.io/ApplicationSet',
  'argoproj.io/AppProject',
  'argocd-image-updater.argoproj.io/*',
  'helm.toolkit.fluxcd.io/*',
  'kustomize.toolkit.fluxcd.io/*',
  'source.toolkit.fluxcd.io/*',
  'image.toolkit.fluxcd.io/*',
  'helm.cattle.io/*',
  'image.openshift.io/*',
  'build.openshift.io/*',
  'config.openshift.io/*',
  'operator.openshift.io/*',
  // machine images
  'kops.k8s.io/*',
  'kpack.io/*',
  'kargo.akuity.io/*',
]
