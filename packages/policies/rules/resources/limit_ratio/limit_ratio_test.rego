package rules.resources.limit_ratio_test

import data.lib.fixtures

pod_of(requests, limits) := fixtures.pod({"containers": [{
	"name": "a",
	"resources": {"requests": requests, "limits": limits},
}]})

finding_of(resource, request, limit, ratio) := {
	"path": ["spec", "containers", 0, "resources", "limits", resource],
	"params": {"container": "a", "resource": resource, "request": request, "limit": limit, "ratio": ratio},
}

cases["both too far apart"] := {
	"input": pod_of({"cpu": "100m", "memory": "64Mi"}, {"cpu": "401m", "memory": "129Mi"}),
	"want": {finding_of("cpu", "100m", "401m", 4), finding_of("memory", "64Mi", "129Mi", 2)},
}

cases["exactly at the ratio"] := {
	"input": pod_of({"cpu": "100m", "memory": "512Mi"}, {"cpu": 0.4, "memory": "1Gi"}),
	"want": set(),
}

cases["numbers, exponents and binary against decimal units"] := {
	"input": pod_of({"cpu": 1, "memory": "1e9"}, {"cpu": "5", "memory": "2Gi"}),
	"want": {finding_of("cpu", 1, "5", 4), finding_of("memory", "1e9", "2Gi", 2)},
}

cases["a request of zero"] := {
	"input": pod_of({"cpu": 0}, {"cpu": "100m"}),
	"want": {finding_of("cpu", 0, "100m", 4)},
}

cases["a missing request equals the limit"] := {"input": pod_of({}, {"cpu": "4", "memory": "8Gi"}), "want": set()}

cases["what is not a quantity is not judged"] := {
	"input": pod_of({"cpu": "100m"}, {"cpu": "$(CPU)"}),
	"want": set(),
}

cases["other ratios by parameter"] := {
	"input": pod_of({"memory": "64Mi"}, {"memory": "80Mi"}),
	"params": {"memory": 1},
	"want": {finding_of("memory", "64Mi", "80Mi", 1)},
}
