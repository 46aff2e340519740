# METADATA
# title: Mutual TLS is not mandatory
# description: |
#   Unless the mode is STRICT, Istio accepts plain text beside mutual TLS: any pod can call the workload without an identity, and what it
#   sends can be read and changed on the way. The rule asks for proof in the repository; Linkerd and Consul encrypt by default.
# related_resources:
#   - https://istio.io/latest/docs/reference/config/security/peer_authentication/
# custom:
#   severity: high
#   profile: baseline
#   scope: relation
#   kinds: [pods, security.istio.io/PeerAuthentication]
#   reads: [Namespace, ConfigMap, install.istio.io/IstioOperator, networking.istio.io/DestinationRule, networking.istio.io/Gateway,
#     networking.istio.io/Sidecar, networking.istio.io/VirtualService, security.istio.io/AuthorizationPolicy]
#   message: The PeerAuthentication sets mode {mode}, which accepts plain text.
#   variants:
#     missing: No PeerAuthentication makes mutual TLS mandatory for "{workload}" in namespace "{namespace}"; plain text is accepted.
#     mesh_wide: The mesh-wide PeerAuthentication sets mode {mode} for "{workload}" in namespace "{namespace}"; plain text is accepted.
#     contested: The PeerAuthentication sets mode {mode} beside others of the same level; which of them holds depends on their age.
#     port: The PeerAuthentication sets mode {mode} for port {port}, which accepts plain text there.
#     ignored_ports: Istio ignores `portLevelMtls` in a PeerAuthentication without a selector.
#     accepts: This workload accepts plain text because of it.
#     deciding: This policy decides for the whole mesh.
#     beside: This policy stands on the same level.
#   remediation: >-
#     Set `mtls.mode` to STRICT, best once for the mesh in Istio's root namespace, and take exceptions for single ports only.
#   ko:
#     title: 강제되지 않는 상호 TLS
#     description: |
#       모드가 STRICT가 아니면 Istio는 상호 TLS와 함께 평문도 허용합니다. 어떤 파드든 신원 없이 워크로드를 호출할 수 있고, 전송 내용이 도중에 노출되거나
#       변조될 수 있습니다. 이 규칙은 저장소 안의 근거를 요구합니다. Linkerd와 Consul은 기본적으로 암호화합니다.
#     message: PeerAuthentication의 모드가 {mode}이므로 평문이 허용됩니다.
#     variants:
#       missing: '"{namespace}" 네임스페이스의 "{workload}" 워크로드에 상호 TLS를 강제하는 PeerAuthentication이 없어 평문이 허용됩니다.'
#       mesh_wide: '메시 전체에 적용되는 PeerAuthentication의 모드가 {mode}이므로 "{namespace}" 네임스페이스의 "{workload}" 워크로드에 평문이 허용됩니다.'
#       contested: PeerAuthentication의 모드가 {mode}이며 같은 수준에 다른 정책도 있습니다. 어느 정책이 적용될지는 생성 시점에 달려 있습니다.
#       port: PeerAuthentication에서 {port} 포트의 모드가 {mode}이므로 이 포트에서 평문이 허용됩니다.
#       ignored_ports: 셀렉터가 없는 PeerAuthentication의 `portLevelMtls`는 Istio가 무시합니다.
#       accepts: 이 정책 때문에 이 워크로드가 평문을 허용합니다.
#       deciding: 메시 전체에 적용되는 이 정책이 모드를 결정합니다.
#       beside: 이 정책이 같은 수준에 있습니다.
#     remediation: >-
#       `mtls.mode`를 STRICT로 설정하세요. Istio 루트 네임스페이스에서 메시 전체에 한 번 설정하고, 다른 모드가 꼭 필요하면 포트별로만 지정하는 것이 좋습니다.
#   families: [tls]
#   params:
#     mesh:
#       default: auto
#       description: |
#         `auto` judges the workloads that can be seen to belong to Istio; `istio` also those whose Namespace is not in the repository;
#         with `linkerd`, `consul` and `none` there is nothing to judge, because these meshes encrypt by default.
#       schema: {enum: [auto, istio, linkerd, consul, none]}
#     ports:
#       default: []
#       description: Ports that may accept plain text, e.g. those of a scraper outside the mesh.
#       schema: {type: array, items: {type: integer, minimum: 1, maximum: 65535}, uniqueItems: true}
#     assumeMeshStrict:
#       default: false
#       description: Whether the mesh is known to be STRICT by a policy outside this repository.
#       schema: {type: boolean}
package rules.mesh.mtls_strict

import data.lib.findings as finding
import data.lib.inventory
import data.lib.mesh
import data.lib.peer_authentication as peers

params := data.params.mesh.mtls_strict

policies[entry.index] := entry.resource if {
	params.mesh in {"auto", "istio"}
	some entry in inventory.all_of("security.istio.io/PeerAuthentication")
}

# The policy of a namespace or of some of its pods, unless others are seen to override it everywhere.
findings contains finding.about(index, finding.related(described(index, {"mode": mode}), places)) if {
	some index, policy in policies
	mode := peers.mode(policy)
	mode != "STRICT"
	is_decisive(index)
	places := array.concat(
		[{"object": first, "path": ["metadata", "name"], "note": "accepts"} | first := min(peers.accepting_by[index])],
		[{"object": other, "path": ["spec"], "note": "beside"} | some other in sort(peers.rivals(index))],
	)
}

# No policy, or that of the mesh, which is kept by others: at the workload, once where all of a namespace share the cause.
findings contains finding.about(index, finding.related(described_far(workload, outcome), places)) if {
	some unit, namespaces in members
	some namespace, indexes in namespaces
	some index in reported({index | some index in indexes; far[index]}, indexes)
	workload := input.objects[index]
	some outcome in far[index]
	places := [{"object": outcome.policy, "path": ["spec", "mtls", "mode"], "note": "deciding"} | outcome.policy != null]
}

findings contains finding.about(index, finding.variant(finding.at(path, {"port": port, "mode": mode}), "port")) if {
	some index, policy in policies
	peers.is_selective(policy)
	some port, mode in peers.port_modes(policy)
	mode != "STRICT"
	not port in {format_int(accepted, 10) | some accepted in params.ports}
	path := ["spec", "portLevelMtls", port, "mode"]
}

findings contains finding.about(index, finding.with_severity(finding.variant(entry, "ignored_ports"), "low")) if {
	some index, policy in policies
	not peers.is_selective(policy)
	count(policy.object.spec.portLevelMtls) > 0
	entry := finding.at(["spec", "portLevelMtls"], {})
}

unknown contains finding.about(min(indexes), finding.at(["metadata", "name"], {"namespace": namespace})) if {
	params.mesh == "auto"
	mesh.in_use
	some unit, namespaces in mesh.members({"unknown"})
	some namespace, all in namespaces
	indexes := {index | some index in all; far[index]}
}

members := mesh.members({"auto": {"sidecar", "ambient"}, "istio": {"sidecar", "ambient", "unknown"}}[params.mesh])

# Outcomes that no policy of the namespace decides.
far[index] contains outcome if {
	some index, outcomes in peers.accepting
	some outcome in outcomes
	is_far(outcome)
}

is_far(outcome) if {
	outcome.policy == null
	not params.assumeMeshStrict
}

is_far(outcome) if peers.mesh_wide[outcome.policy]

is_decisive(policy) if {
	peers.accepting_by[policy]
	not peers.mesh_wide[policy]
}

is_decisive(policy) if not peers.scope[policy]

reported(exposed, all) := {min(exposed)} if shares_cause(exposed, all)

reported(exposed, all) := exposed if not shares_cause(exposed, all)

shares_cause(exposed, all) if {
	exposed == all
	count({far[index] | some index in exposed}) == 1
}

described(index, details) := finding.at(["spec", "mtls", "mode"], details) if count(peers.rivals(index)) == 0

described(index, details) := finding.variant(finding.at(["spec", "mtls", "mode"], details), "contested") if {
	count(peers.rivals(index)) > 0
}

described_far(workload, outcome) := finding.variant(
	finding.at(["metadata", "name"], {
		"workload": workload.ref.name,
		"namespace": workload.ref.namespace,
		"mode": outcome.mode,
	}),
	["mesh_wide", "missing"][to_number(outcome.policy == null)],
)
