package rules.pod_security.volume_types_test

import data.lib.fixtures

_pod(volumes) := fixtures.pod({"containers": [{"name": "a"}], "volumes": volumes})

_finding(index, volume, type) := {
	"path": ["spec", "volumes", index, type],
	"params": {"volume": volume, "type": type},
}

_forbidden := [
	"awsElasticBlockStore",
	"azureDisk",
	"azureFile",
	"cephfs",
	"cinder",
	"fc",
	"flexVolume",
	"flocker",
	"gcePersistentDisk",
	"gitRepo",
	"glusterfs",
	"hostPath",
	"iscsi",
	"nfs",
	"photonPersistentDisk",
	"portworxVolume",
	"quobyte",
	"rbd",
	"scaleIO",
	"storageos",
	"vsphereVolume",
]

cases["the allowed types"] := {
	"input": _pod([
		{"name": "a", "configMap": {"name": "order"}},
		{"name": "b", "csi": {"driver": "secrets-store.csi.k8s.io"}},
		{"name": "c", "downwardAPI": {"items": []}},
		{"name": "d", "emptyDir": {}},
		{"name": "e", "ephemeral": {"volumeClaimTemplate": {}}},
		{"name": "f", "image": {"reference": "registry.example/model:1.0.0"}},
		{"name": "g", "persistentVolumeClaim": {"claimName": "order"}},
		{"name": "h", "projected": {"sources": []}},
		{"name": "i", "secret": {"secretName": "order"}},
	]),
	"want": set(),
}

cases["every other type"] := {
	"input": _pod([{"name": "v", type: {}} | some type in _forbidden]),
	"want": {_finding(index, "v", type) | some index, type in _forbidden},
}

cases["a type that nobody knows"] := {
	"input": _pod([{"name": "a", "floppyDisk": {}}, {"name": "b", "hostpath": {"path": "/"}}]),
	"want": {_finding(0, "a", "floppyDisk"), _finding(1, "b", "hostpath")},
}

cases["a volume without a source is an emptyDir"] := {
	"input": _pod([{"name": "a"}, {"name": "b", "nfs": null}, {}, null, "c"]),
	"want": set(),
}

cases["an allowed source that is null does not excuse"] := {
	"input": _pod([{"name": "a", "nfs": {"server": "files"}, "emptyDir": null}]),
	"want": {_finding(0, "a", "nfs")},
}

cases["an allowed source beside it, which the API server refuses, is left to the rule on host paths"] := {
	"input": _pod([{"name": "a", "hostPath": {"path": "/"}, "emptyDir": {}}]),
	"want": set(),
}

cases["a template, and a volume without a name"] := {
	"input": fixtures.deployment({"volumes": [{"nfs": {"server": "files", "path": "/"}}]}),
	"want": {{
		"path": ["spec", "template", "spec", "volumes", 0, "nfs"],
		"params": {"volume": "", "type": "nfs"},
	}},
}

cases["no volumes"] := {
	"input": _pod(null),
	"want": set(),
}
