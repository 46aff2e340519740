package rules.gitops.argocd_default_project_test

import data.lib.fixtures

application(spec) := fixtures.resource({
	"apiVersion": "argoproj.io/v1alpha1",
	"kind": "Application",
	"metadata": {"name": "order"},
	"spec": spec,
})

application_set(generators, spec) := fixtures.resource({
	"apiVersion": "argoproj.io/v1alpha1",
	"kind": "ApplicationSet",
	"metadata": {"name": "services"},
	"spec": {"generators": generators, "template": {"spec": spec}},
})

templated := {"project": "{{ .project }}"}

template_path := ["spec", "template", "spec", "project"]

by_file := {{
	"path": template_path,
	"params": {"project": "{{ .project }}"},
	"variant": "chosen_by_file",
}}

cases["default"] := {"input": application({"project": "default"}), "want": {{"path": ["spec", "project"], "params": {}}}}

cases["missing"] := {
	"input": application({}),
	"want": {{"path": ["spec", "project"], "params": {}, "variant": "missing"}},
}

cases["empty"] := {
	"input": application({"project": ""}),
	"want": {{"path": ["spec", "project"], "params": {}, "variant": "missing"}},
}

cases["a project of its own"] := {"input": application({"project": "shop"}), "want": set()}

cases["the template of an ApplicationSet"] := {
	"input": application_set([{"list": {}}], {"project": "default"}),
	"want": {{"path": template_path, "params": {}}},
}

cases["a templated project is unknown"] := {
	"input": application_set([{"list": {"elements": [{"project": "shop"}]}}], templated),
	"want": set(),
	"unknown": {{"path": template_path, "params": {}}},
}

cases["directories of Git only give a path"] := {
	"input": application_set([{"git": {"directories": [{"path": "services/*"}]}}], templated),
	"want": set(),
	"unknown": {{"path": template_path, "params": {}}},
}

cases["a project chosen by a file"] := {
	"input": application_set([{"git": {"files": [{"path": "apps/*.json"}]}}], templated),
	"want": by_file,
}

cases["a project chosen by a file inside a matrix"] := {
	"input": application_set([{"matrix": {"generators": [{"clusters": {}}, {"git": {"files": [{"path": "a.json"}]}}]}}], templated),
	"want": by_file,
}

cases["a project chosen by a file inside a merge of a matrix"] := {
	"input": application_set(
		[{"matrix": {"generators": [{"merge": {"generators": [{"git": {"files": [{"path": "a.json"}]}}]}}]}}],
		templated,
	),
	"want": by_file,
}
