# METADATA
# title: Unsafe sysctl
# description: |
#   Kernel settings that are not on the safe list of the Kubernetes version can weaken or starve the whole node. Names are compared as
#   written, with dots.
# related_resources:
#   - https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [pods]
#   message: The pod sets the sysctl "{sysctl}", which is not on the safe list.
#   remediation: Remove the sysctl; where the node needs it, set it in the node's configuration.
#   ko:
#     title: 안전하지 않은 sysctl
#     description: |
#       해당 Kubernetes 버전의 안전 목록에 없는 커널 설정은 노드 전체의 보안을 약화하거나 자원을 고갈시킬 수 있습니다. 이름은 점(.)으로 적힌
#       그대로 비교합니다.
#     message: 파드가 안전 목록에 없는 "{sysctl}" sysctl을 설정합니다.
#     remediation: 해당 sysctl을 제거하세요. 노드에 꼭 필요한 값이라면 노드 구성에서 설정하세요.
#   families: [pod]
#   equivalents:
#     gatekeeper: [K8sPSPForbiddenSysctls]
#     kube-linter: [unsafe-sysctls]
#     trivy: [KSV-0026]
package rules.pod_security.sysctls

import data.lib.findings as finding
import data.lib.kubernetes
import data.lib.pods

findings contains finding.in_pod(["securityContext", "sysctls", index, "name"], {"sysctl": name}) if {
	some index, sysctl in pods.pod_security("sysctls")
	name := pods.text(sysctl, "name")
	not _safe(name)
}

_safe(name) if kubernetes.at_least(_safe_since[name])

_safe_since := {
	"kernel.shm_rmid_forced": 0,
	"net.ipv4.ip_local_port_range": 0,
	"net.ipv4.ip_unprivileged_port_start": 0,
	"net.ipv4.ping_group_range": 0,
	"net.ipv4.tcp_syncookies": 0,
	"net.ipv4.ip_local_reserved_ports": 27,
	"net.ipv4.tcp_fin_timeout": 29,
	"net.ipv4.tcp_keepalive_intvl": 29,
	"net.ipv4.tcp_keepalive_probes": 29,
	"net.ipv4.tcp_keepalive_time": 29,
	"net.ipv4.tcp_rmem": 32,
	"net.ipv4.tcp_wmem": 32,
	"net.ipv4.tcp_notsent_lowat": 37,
	"net.ipv4.tcp_slow_start_after_idle": 37,
}
