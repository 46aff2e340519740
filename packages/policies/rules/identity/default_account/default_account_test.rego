package rules.identity.default_account_test

import data.lib.fixtures

object_of(api_version, kind, spec) := fixtures.resource({
	"apiVersion": api_version,
	"kind": kind,
	"metadata": {"name": "build"},
	"spec": spec,
})

missing_at(path) := {{"path": path, "params": {}, "variant": "missing"}}

cases["missing"] := {"input": fixtures.pod({}), "want": missing_at(["spec", "serviceAccountName"])}

cases["empty"] := {"input": fixtures.pod({"serviceAccountName": ""}), "want": missing_at(["spec", "serviceAccountName"])}

cases["default, in a template"] := {
	"input": fixtures.deployment({"serviceAccountName": "default"}),
	"want": {{"path": ["spec", "template", "spec", "serviceAccountName"], "params": {}}},
}

cases["default, by the older field"] := {
	"input": fixtures.pod({"serviceAccount": "default"}),
	"want": {{"path": ["spec", "serviceAccount"], "params": {}}},
}

cases["an own account"] := {"input": fixtures.pod({"serviceAccountName": "order"}), "want": set()}

cases["an own account by the older field"] := {"input": fixtures.pod({"serviceAccount": "order"}), "want": set()}

cases["an operator names the account of its pods"] := {"input": fixtures.partial(fixtures.pod({})), "want": set()}

cases["an operator is told to use default"] := {
	"input": fixtures.partial(fixtures.pod({"serviceAccountName": "default"})),
	"want": {{"path": ["spec", "serviceAccountName"], "params": {}}},
}

cases["a PipelineRun"] := {
	"input": object_of("tekton.dev/v1", "PipelineRun", {"pipelineRef": {"name": "build"}}),
	"want": missing_at(["spec", "taskRunTemplate", "serviceAccountName"]),
}

cases["a PipelineRun with an account"] := {
	"input": object_of("tekton.dev/v1", "PipelineRun", {"taskRunTemplate": {"serviceAccountName": "build"}}),
	"want": set(),
}

cases["a PipelineRun of v1beta1"] := {
	"input": object_of("tekton.dev/v1beta1", "PipelineRun", {"serviceAccountName": "build"}),
	"want": set(),
}

cases["a TaskRun with pod settings but no account"] := {
	"input": fixtures.partial(fixtures.workload(
		{
			"apiVersion": "tekton.dev/v1",
			"kind": "TaskRun",
			"metadata": {"name": "build"},
			"spec": {"podTemplate": {"hostNetwork": false}, "serviceAccountName": "default"},
		},
		["spec", "podTemplate"],
		["metadata"],
	)),
	"want": {{"path": ["spec", "serviceAccountName"], "params": {}}},
}

cases["a Task leaves the account to its runs"] := {
	"input": fixtures.workload(
		{"apiVersion": "tekton.dev/v1", "kind": "Task", "metadata": {"name": "build"}, "spec": {"steps": []}},
		["spec"],
		["metadata"],
	),
	"want": set(),
}

cases["an Argo Workflow"] := {
	"input": object_of("argoproj.io/v1alpha1", "Workflow", {"serviceAccountName": "default"}),
	"want": {{"path": ["spec", "serviceAccountName"], "params": {}}},
}

cases["an Argo CronWorkflow"] := {
	"input": object_of("argoproj.io/v1alpha1", "CronWorkflow", {"workflowSpec": {}}),
	"want": missing_at(["spec", "workflowSpec", "serviceAccountName"]),
}

cases["a TaskRun with pod settings and no account"] := {
	"input": fixtures.partial(fixtures.workload(
		{"apiVersion": "tekton.dev/v1", "kind": "TaskRun", "metadata": {"name": "build"}, "spec": {"podTemplate": {}}},
		["spec", "podTemplate"],
		["metadata"],
	)),
	"want": missing_at(["spec", "serviceAccountName"]),
}

cases["a template for Workflows says default"] := {
	"input": object_of("argoproj.io/v1alpha1", "WorkflowTemplate", {"serviceAccountName": "default"}),
	"want": {{"path": ["spec", "serviceAccountName"], "params": {}}},
}

cases["a template for Workflows says nothing"] := {
	"input": object_of("argoproj.io/v1alpha1", "ClusterWorkflowTemplate", {}),
	"want": set(),
}

cases["a Workflow made from a template"] := {
	"input": object_of("argoproj.io/v1alpha1", "Workflow", {"workflowTemplateRef": {"name": "build"}}),
	"want": set(),
}
