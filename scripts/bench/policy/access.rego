package main

deny contains sprintf("Service/%s opens a port on every node", [name]) if {
	input.kind == "Service"
	input.spec.type == "NodePort"
}

deny contains sprintf("%s/%s grants everything", [input.kind, name]) if {
	input.kind in {"Role", "ClusterRole"}
	some rule in input.rules
	"*" in rule.verbs
	"*" in rule.resources
}

deny contains sprintf("Ingress/%s has no TLS", [name]) if {
	input.kind == "Ingress"
	not input.spec.tls
}
