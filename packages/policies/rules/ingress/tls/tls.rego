# METADATA
# title: Exposed without TLS
# description: |
#   What enters the cluster in plain text can be read and changed on its way, sessions and passwords included.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/ingress/#tls
#   - https://gateway-api.sigs.k8s.io/guides/tls/
# custom:
#   severity: high
#   profile: baseline
#   scope: relation
#   kinds: [networking.k8s.io/Ingress, extensions/Ingress, gateway.networking.k8s.io/Gateway]
#   reads: [gateway.networking.k8s.io/HTTPRoute]
#   message: The Ingress serves plain HTTP; it has no TLS section.
#   variants:
#     host: Host "{host}" is in no TLS section of the Ingress.
#     kong_http: Kong serves this Ingress over plain HTTP too, without a redirect to HTTPS.
#     listener: Listener "{listener}" serves plain HTTP, and no HTTPRoute redirects it to HTTPS.
#     certificate: Listener "{listener}" ends TLS without a certificate.
#   remediation: >-
#     Give each host a certificate (`spec.tls`, `certificateRefs`) and let plain HTTP do nothing but redirect to HTTPS.
#   ko:
#     title: TLS 없는 외부 노출
#     description: |
#       평문으로 클러스터에 들어오는 트래픽은 세션과 비밀번호를 포함해 도중에 노출되거나 변조될 수 있습니다.
#     message: 인그레스에 TLS 설정이 없어 평문 HTTP로 서비스합니다.
#     variants:
#       host: '"{host}" 호스트가 인그레스의 어떤 TLS 설정에도 포함되어 있지 않습니다.'
#       kong_http: Kong이 이 인그레스를 HTTPS로 리디렉션하지 않고 평문 HTTP로도 서비스합니다.
#       listener: '"{listener}" 리스너가 평문 HTTP로 서비스하며, HTTPS로 리디렉션하는 HTTPRoute가 없습니다.'
#       certificate: '"{listener}" 리스너가 인증서 없이 TLS를 종료합니다.'
#     remediation: >-
#       호스트마다 인증서(`spec.tls`, `certificateRefs`)를 지정하고, 평문 HTTP는 HTTPS로 리디렉션하는 용도로만 사용하세요.
#   families: [tls]
#   frameworks: {cis_eks: [5.4.5]}
#   equivalents:
#     gatekeeper: [K8sHttpsOnly]
#     polaris: [tlsSettingsMissing]
package rules.ingress.tls

import data.lib.findings as finding
import data.lib.gateway_api
import data.lib.inventory
import data.lib.labels

findings contains finding.about(index, finding.at(["spec", "tls"], {})) if {
	some index, ingress in ingresses
	not has_tls(ingress)
	not declines_http(ingress)
}

findings contains finding.about(index, finding.with_severity(
	finding.variant(finding.at(["spec", "rules", number, "host"], {"host": rule.host}), "host"),
	"medium",
)) if {
	some index, ingress in ingresses
	sections := tls_sections(ingress)
	count(sections) > 0
	some number, rule in ingress.object.spec.rules
	rule.host != ""
	not is_covered(rule.host, sections)
}

findings contains finding.about(index, finding.with_severity(
	finding.variant(finding.at(["metadata", "annotations", "konghq.com/protocols"], {}), "kong_http"),
	"medium",
)) if {
	some index, ingress in ingresses
	"http" in {trim_space(protocol) | some protocol in split(annotation(ingress, "konghq.com/protocols"), ",")}
	annotation(ingress, "konghq.com/https-redirect-status-code") == ""
}

findings contains finding.about(index, finding.variant(
	finding.at(["spec", "listeners", number, "protocol"], {"listener": listener.name}),
	"listener",
)) if {
	some [index, gateway, number, listener] in listeners
	listener.protocol == "HTTP"
	not gateway_api.redirects_to_https(gateway, listener)
}

findings contains finding.about(index, finding.variant(
	finding.at(["spec", "listeners", number, "tls", "certificateRefs"], {"listener": listener.name}),
	"certificate",
)) if {
	some [index, _, number, listener] in listeners
	listener.protocol in {"HTTPS", "TLS"}
	not ends_elsewhere(listener)
	not has_certificate(listener)
}

ingresses[entry.index] := entry.resource if {
	some kind in ["networking.k8s.io/Ingress", "extensions/Ingress"]
	some entry in inventory.all_of(kind)
}

listeners contains [entry.index, entry.resource, number, listener] if {
	some entry in inventory.all_of("gateway.networking.k8s.io/Gateway")
	some number, listener in entry.resource.object.spec.listeners
}

annotation(resource, key) := object.get(resource.object, ["metadata", "annotations", key], "")

tls_sections(ingress) := labels.array_or_empty(object.get(ingress.object, ["spec", "tls"], []))

has_tls(ingress) if count(tls_sections(ingress)) > 0

# The AWS load balancer takes its certificate by annotation and then listens on 443 alone, unless told otherwise.
has_tls(ingress) if {
	annotation(ingress, "alb.ingress.kubernetes.io/certificate-arn") != ""
	ports := annotation(ingress, "alb.ingress.kubernetes.io/listen-ports")
	{ports == "", contains(ports, "HTTPS")}[true]
}

declines_http(ingress) if annotation(ingress, "kubernetes.io/ingress.allow-http") == "false"

# A section without hosts is for all of them; a wildcard is for one label.
is_covered(_, sections) if {
	some section in sections
	count(labels.array_or_empty(object.get(labels.object_or_empty(section), "hosts", []))) == 0
}

is_covered(host, sections) if lower(host) in {lower(name) | some section in sections; some name in section.hosts}

is_covered(host, sections) if {
	wildcard := concat(".", array.concat(["*"], array.slice(split(lower(host), "."), 1, 100)))
	wildcard in {lower(name) | some section in sections; some name in section.hosts}
}

ends_elsewhere(listener) if listener.tls.mode == "Passthrough"

has_certificate(listener) if count(listener.tls.certificateRefs) > 0

# Clouds take certificates of their own by option.
has_certificate(listener) if count(listener.tls.options) > 0
