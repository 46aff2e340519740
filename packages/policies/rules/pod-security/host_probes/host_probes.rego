# METADATA
# title: Host of a probe or lifecycle handler
# description: |
#   Probes and lifecycle handlers are sent by the kubelet, from the network of the node. With a `host` of its own choice a pod makes the
#   kubelet call any address, also those only the node may reach. Forbidden by the Pod Security Standards since Kubernetes 1.34.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [pods]
#   message: The {handler} of container "{container}" makes the kubelet call the host "{host}".
#   remediation: Remove `host`, so that the pod itself is called; a virtual host goes into `httpHeaders` as `Host`.
#   ko:
#     title: 프로브 또는 라이프사이클 핸들러의 host 지정
#     description: |
#       프로브와 라이프사이클 핸들러는 kubelet이 노드의 네트워크에서 호출합니다. 파드가 `host`를 지정하면 노드만 접근할 수 있는 주소까지
#       kubelet이 대신 호출하게 됩니다. Kubernetes 1.34부터 Pod Security Standards가 금지합니다.
#     message: '"{container}" 컨테이너의 {handler} 설정 때문에 kubelet이 "{host}" 호스트를 호출합니다.'
#     remediation: "`host`를 제거하여 파드 자신을 호출하게 하세요. 가상 호스트가 필요하면 `httpHeaders`의 `Host`로 지정하세요."
#   families: [pod]
#   equivalents:
#     gatekeeper: [K8sPSPHostProbesLifecycle]
#   fix: {op: remove}
package rules.pod_security.host_probes

import data.lib.findings as finding
import data.lib.kubernetes
import data.lib.pods

findings contains finding.in_container(container, path, {"handler": concat(".", handler), "host": host}) if {
	kubernetes.at_least(34)
	some container in pods.containers
	some handler in _handlers
	some action in ["httpGet", "tcpSocket"]
	path := array.concat(handler, [action, "host"])
	host := object.get(container.value, path, null)
	not host in {"", null}
}

_handlers := [["livenessProbe"], ["readinessProbe"], ["startupProbe"], ["lifecycle", "postStart"], ["lifecycle", "preStop"]]
