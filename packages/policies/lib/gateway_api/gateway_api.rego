# METADATA
# title: Gateway API
# description: How HTTPRoutes stand to the listeners of a Gateway.
# related_resources:
#   - https://gateway-api.sigs.k8s.io/reference/spec/
package lib.gateway_api

import data.lib.inventory

# METADATA
# description: True when some HTTPRoute redirects what a listener of a Gateway receives to HTTPS.
redirects_to_https(gateway, listener) if {
	some parent in _redirected[[gateway.ref.namespace, gateway.ref.name]]
	object.get(parent, "sectionName", listener.name) == listener.name
	object.get(parent, "port", listener.port) == listener.port
}

# References to a Gateway of the HTTPRoutes that redirect to HTTPS, by namespace and name of the Gateway.
_redirected[[namespace, parent.name]] contains parent if {
	some entry in inventory.all_of("gateway.networking.k8s.io/HTTPRoute")
	some rule in entry.resource.object.spec.rules
	some filter in rule.filters
	filter.requestRedirect.scheme == "https"
	some parent in entry.resource.object.spec.parentRefs
	object.get(parent, "kind", "Gateway") == "Gateway"
	namespace := object.get(parent, "namespace", entry.resource.ref.namespace)
}
