package rules.pod_security.sysctls_test

import data.lib.fixtures

_setting(names) := fixtures.pod({
	"securityContext": {"sysctls": [{"name": name, "value": "1"} | some name in names]},
	"containers": [{"name": "a"}],
})

_finding(index, sysctl) := {
	"path": ["spec", "securityContext", "sysctls", index, "name"],
	"params": {"sysctl": sysctl},
}

_since := {
	27: ["net.ipv4.ip_local_reserved_ports"],
	29: [
		"net.ipv4.tcp_keepalive_time",
		"net.ipv4.tcp_fin_timeout",
		"net.ipv4.tcp_keepalive_intvl",
		"net.ipv4.tcp_keepalive_probes",
	],
	32: ["net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"],
	37: ["net.ipv4.tcp_slow_start_after_idle", "net.ipv4.tcp_notsent_lowat"],
}

cases["safe in every version"] := {
	"input": _setting([
		"kernel.shm_rmid_forced",
		"net.ipv4.ip_local_port_range",
		"net.ipv4.tcp_syncookies",
		"net.ipv4.ping_group_range",
		"net.ipv4.ip_unprivileged_port_start",
	]),
	"kubernetes_minor": 20,
	"want": set(),
}

cases[concat(" ", ["safe since", names[0]])] := {
	"input": _setting(names),
	"kubernetes_minor": minor,
	"want": set(),
} if {
	some minor, names in _since
}

cases[concat(" ", ["not safe before", names[0]])] := {
	"input": _setting(names),
	"kubernetes_minor": minor - 1,
	"want": {_finding(index, name) | some index, name in names},
} if {
	some minor, names in _since
}

cases["unsafe ones among safe ones"] := {
	"input": _setting(["kernel.shm_rmid_forced", "kernel.msgmax", "net.core.somaxconn"]),
	"want": {_finding(1, "kernel.msgmax"), _finding(2, "net.core.somaxconn")},
}

cases["names are compared as written"] := {
	"input": _setting(["net/ipv4/tcp_syncookies", "NET.IPV4.TCP_SYNCOOKIES", ""]),
	"want": {_finding(0, "net/ipv4/tcp_syncookies"), _finding(1, "NET.IPV4.TCP_SYNCOOKIES"), _finding(2, "")},
}

cases["a name that is missing, null or of a wrong type"] := {
	"input": fixtures.pod({"securityContext": {"sysctls": [{"value": "1"}, {"name": null}, null, {"name": 7}]}}),
	"want": {_finding(0, ""), _finding(1, ""), _finding(2, ""), _finding(3, 7)},
}

cases["a template"] := {
	"input": fixtures.deployment({"securityContext": {"sysctls": [{"name": "kernel.sem", "value": "250"}]}}),
	"want": {{
		"path": ["spec", "template", "spec", "securityContext", "sysctls", 0, "name"],
		"params": {"sysctl": "kernel.sem"},
	}},
}

cases["no sysctls"] := {
	"input": fixtures.pod({"securityContext": {"sysctls": null}, "containers": [{"name": "a"}]}),
	"want": set(),
}

cases["no security context"] := {
	"input": fixtures.pod({"securityContext": null, "containers": [{"name": "a"}]}),
	"want": set(),
}
