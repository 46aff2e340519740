package lib.pods_test

import data.lib.fixtures
import data.lib.pods

_pod := fixtures.deployment({
	"securityContext": {"runAsNonRoot": true, "runAsUser": 1000, "runAsGroup": null},
	"initContainers": [
		{"name": "migrate"},
		{"name": "proxy", "restartPolicy": "Always", "securityContext": {"runAsUser": 0}},
	],
	"containers": [{"name": "order", "securityContext": {"runAsUser": null, "runAsNonRoot": false}}],
	"ephemeralContainers": [{"name": "debug", "securityContext": "none"}],
})

_partial := object.union(_pod, {"pod": {"partial": true}})

_names(containers) := {container.name | some container in containers}

test_containers_of_every_list if {
	_names(pods.containers) == {"order", "migrate", "proxy", "debug"} with input as _pod
	_names(pods.running) == {"order", "proxy"} with input as _pod
	_names(pods.permanent) == {"order", "migrate", "proxy"} with input as _pod
}

test_an_object_without_a_pod_has_no_specification if {
	not pods.spec with input as fixtures.resource({"apiVersion": "v1", "kind": "Service"})
}

test_null_is_an_empty_object if {
	pods.spec == {} with input as fixtures.pod(null)
	pods.metadata == {} with input as fixtures.workload({"apiVersion": "v1", "kind": "Pod", "metadata": null}, ["spec"], ["metadata"])
	every container in pods.containers { container.value == {} } with input as fixtures.pod({"containers": [{}]})
}

test_the_container_comes_before_the_pod if {
	users := {container.name: pods.effective_security(container, "runAsUser") | some container in pods.containers} with input as _pod
	users == {"order": 1000, "migrate": 1000, "proxy": 0, "debug": 1000}
	flags := {container.name: pods.effective_security(container, "runAsNonRoot") | some container in pods.containers} with input as _pod
	flags == {"order": false, "migrate": true, "proxy": true, "debug": true}
}

test_missing_is_null if {
	pods.pod_security("runAsGroup") == null with input as _pod
	pods.pod_security("fsGroup") == null with input as _pod
	pods.pod_security("fsGroup") == null with input as fixtures.pod({"securityContext": null})
	some container in pods.containers with input as _pod
	pods.container_security(container, "privileged") == null
}

test_a_missing_field_of_a_partial_pod_says_nothing if {
	pods.is_known(null) with input as _pod
	not pods.is_known(null) with input as _partial
	pods.is_known(false) with input as _partial
}

test_text_of_a_field if {
	pods.text({"name": "data"}, "name") == "data"
	pods.text({"name": false}, "name") == false
	pods.text({"name": null}, "name") == ""
	pods.text({}, "name") == ""
	pods.text(null, "name") == ""
	pods.text("data", "name") == ""
}

test_profiles_must_be_of_the_runtime_or_the_node if {
	pods.forbidden_profile({"type": "Unconfined"}) == "Unconfined"
	pods.forbidden_profile({"type": "runtimedefault"}) == "runtimedefault"
	pods.forbidden_profile({}) == ""
	pods.forbidden_profile("RuntimeDefault") == ""
	not pods.forbidden_profile({"type": "RuntimeDefault"})
	not pods.forbidden_profile({"type": "Localhost"})
	not pods.forbidden_profile(null)
}

test_windows_is_excused_since_1_25 if {
	windows := fixtures.pod({"os": {"name": "windows"}})
	pods.windows_excused with input as windows with data.settings.kubernetes_minor as 25
	not pods.windows_excused with input as windows with data.settings.kubernetes_minor as 24
	not pods.windows_excused with input as fixtures.pod({"os": {"name": "linux"}}) with data.settings.kubernetes_minor as 25
	not pods.windows_excused with input as fixtures.pod({"os": null}) with data.settings.kubernetes_minor as 25
}

test_a_user_namespace_is_excused_since_1_35 if {
	own := fixtures.pod({"hostUsers": false})
	pods.user_namespace_excused with input as own with data.settings.kubernetes_minor as 35
	not pods.user_namespace_excused with input as own with data.settings.kubernetes_minor as 34
	not pods.user_namespace_excused with input as fixtures.pod({"hostUsers": true}) with data.settings.kubernetes_minor as 35
	not pods.user_namespace_excused with input as fixtures.pod({"hostUsers": null}) with data.settings.kubernetes_minor as 35
	not pods.user_namespace_excused with input as fixtures.pod({"hostUsers": "false"}) with data.settings.kubernetes_minor as 35
}
