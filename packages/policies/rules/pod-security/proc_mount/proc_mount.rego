# METADATA
# title: Unmasked /proc
# description: |
#   The runtime masks the parts of /proc that tell about the kernel or change it. Another procMount than Default uncovers them. Since
#   Kubernetes 1.35 a pod in a user namespace of its own (`hostUsers: false`) may do that.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [pods]
#   message: Container "{container}" mounts /proc as "{value}".
#   remediation: Remove `procMount`, or set it to Default; from Kubernetes 1.35 on `hostUsers` false is another way.
#   ko:
#     title: 마스킹되지 않은 /proc
#     description: |
#       런타임은 커널 정보를 드러내거나 커널을 바꿀 수 있는 /proc의 일부를 가립니다. procMount를 Default가 아닌 값으로 설정하면 이 보호가
#       사라집니다. Kubernetes 1.35부터는 별도의 사용자 네임스페이스를 쓰는 파드(`hostUsers: false`)에 허용됩니다.
#     message: '"{container}" 컨테이너가 /proc을 "{value}" 방식으로 마운트합니다.'
#     remediation: "`procMount`를 제거하거나 Default로 설정하세요. Kubernetes 1.35부터는 `hostUsers`를 false로 설정해도 됩니다."
#   families: [pod]
#   equivalents:
#     gatekeeper: [K8sPSPProcMount]
#     kube-linter: [unsafe-proc-mount]
#     polaris: [procMount]
#     trivy: [KSV-0027]
#   fix: {op: set, value: Default}
package rules.pod_security.proc_mount

import data.lib.findings as finding
import data.lib.pods

findings contains finding.in_container(container, ["securityContext", "procMount"], {"value": value}) if {
	not pods.user_namespace_excused
	some container in pods.containers
	value := pods.container_security(container, "procMount")
	not value in {"Default", null}
}
