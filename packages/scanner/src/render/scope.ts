/** Built-in kinds that live outside of namespaces (Kubernetes API reference), and those of the platform's common extensions. */
const clusterKinds = new Set([
  ...['Namespace', 'Node', 'PersistentVolume', 'ComponentStatus'],
  ...['rbac.authorization.k8s.io/ClusterRole', 'rbac.authorization.k8s.io/ClusterRoleBinding'],
  ...['apiextensions.k8s.io/CustomResourceDefinition', 'apiregistration.k8s.io/APIService'],
  ...['admissionregistration.k8s.io/MutatingWebhookConfiguration', 'admissionregistration.k8s.io/ValidatingWebhookConfiguration'],
  ...['admissionregistration.k8s.io/ValidatingAdmissionPolicy', 'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding'],
  ...['admissionregistration.k8s.io/MutatingAdmissionPolicy', 'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding'],
  ...['storage.k8s.io/StorageClass', 'storage.k8s.io/CSIDriver', 'storage.k8s.io/CSINode', 'storage.k8s.io/VolumeAttachment'],
  ...[
    'scheduling.k8s.io/PriorityClass',
    'node.k8s.io/RuntimeClass',
    'networking.k8s.io/IngressClass',
    'certificates.k8s.io/CertificateSigningRequest',
  ],
  ...['policy.networking.k8s.io/AdminNetworkPolicy', 'policy.networking.k8s.io/BaselineAdminNetworkPolicy'],
  ...['gateway.networking.k8s.io/GatewayClass', 'cilium.io/CiliumClusterwideNetworkPolicy', 'configuration.konghq.com/KongClusterPlugin'],
  ...['cert-manager.io/ClusterIssuer', 'external-secrets.io/ClusterSecretStore', 'external-secrets.io/ClusterExternalSecret'],
  ...[
    'argoproj.io/ClusterAnalysisTemplate',
    'argoproj.io/ClusterWorkflowTemplate',
    'karpenter.sh/NodePool',
    'karpenter.k8s.aws/EC2NodeClass',
  ],
  ...['templates.gatekeeper.sh/ConstraintTemplate', 'tekton.dev/ClusterTask', 'kyverno.io/ClusterPolicy'],
])

/** True when objects of the kind have no namespace, as far as is known without asking a cluster. */
export function isClusterScoped(apiVersion: string, kind: string): boolean {
  const slash = apiVersion.indexOf('/')
  const group = slash < 0 ? '' : apiVersion.slice(0, slash)
  return clusterKinds.has(group === '' ? kind : `${group}/${kind}`) || group === 'constraints.gatekeeper.sh'
}
