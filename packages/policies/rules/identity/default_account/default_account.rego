# METADATA
# title: Default service account
# description: |
#   Pods of the account `default` cannot be told apart: what is granted to one is granted to every pod of the namespace that names none,
#   and a policy by identity cannot address them.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/service-accounts/#default-service-accounts
# custom:
#   severity: medium
#   profile: baseline
#   scope: resource
#   kinds:
#     - pods
#     - tekton.dev/TaskRun
#     - tekton.dev/PipelineRun
#     - argoproj.io/Workflow
#     - argoproj.io/CronWorkflow
#     - argoproj.io/WorkflowTemplate
#     - argoproj.io/ClusterWorkflowTemplate
#   message: The pods run as the namespace's service account "default".
#   variants:
#     missing: No service account is named, so the pods run as the namespace's account "default".
#   remediation: Create a ServiceAccount for this workload alone and name it in `serviceAccountName`.
#   ko:
#     title: 기본 서비스 계정 사용
#     description: |
#       `default` 계정을 쓰는 파드는 서로 구분되지 않습니다. 한 파드에 부여한 권한이 계정을 지정하지 않은 네임스페이스의 모든 파드에 적용되며, 신원 기반
#       정책의 대상으로 지정할 수도 없습니다.
#     message: 파드가 네임스페이스의 "default" 서비스 계정으로 실행됩니다.
#     variants:
#       missing: 서비스 계정이 지정되지 않아 파드가 네임스페이스의 "default" 계정으로 실행됩니다.
#     remediation: 이 워크로드 전용 ServiceAccount를 만들어 `serviceAccountName`에 지정하세요.
#   families: [rbac]
#   frameworks: {cis_k8s: [5.1.5], nist_800_207: [T1]}
#   equivalents:
#     datree: [ARGO_WORKFLOW_INCORRECT_SERVICE_ACCOUNT_NAME_VALUE_DEFAULT]
#     kube-linter: [default-service-account]
package rules.identity.default_account

import data.lib.findings as finding

# Kinds that name the account of their pods elsewhere than in a pod specification.
paths := {
	"argoproj.io/ClusterWorkflowTemplate": ["spec"],
	"argoproj.io/CronWorkflow": ["spec", "workflowSpec"],
	"argoproj.io/Workflow": ["spec"],
	"argoproj.io/WorkflowTemplate": ["spec"],
	"tekton.dev/PipelineRun": ["spec", "taskRunTemplate"],
	"tekton.dev/TaskRun": ["spec"],
}

# Until v1beta1 a PipelineRun named it in its specification.
path := ["spec"] if {
	input.selector == "tekton.dev/PipelineRun"
	input.ref.apiVersion == "tekton.dev/v1beta1"
} else := value if {
	value := paths[input.selector]
} else := input.pod.path

account := value if {
	value := written("serviceAccountName")
} else := written("serviceAccount")

written(field) := {"field": field, "name": name} if {
	name := object.get(input.object, array.concat(path, [field]), "")
	is_string(name)
	name != ""
}

findings contains finding.at(array.concat(path, [account.field]), {}) if account.name == "default"

findings contains finding.variant(finding.at(array.concat(path, ["serviceAccountName"]), {}), "missing") if {
	not account
	not is_named_elsewhere
}

# An operator that completes a pod names its account too, a template or a Task leaves it to what runs it.
is_named_elsewhere if {
	input.pod.partial == true
	not paths[input.selector]
}

is_named_elsewhere if endswith(input.ref.kind, "WorkflowTemplate")

is_named_elsewhere if input.selector in {"tekton.dev/ClusterTask", "tekton.dev/Pipeline", "tekton.dev/Task"}

is_named_elsewhere if object.get(input.object, array.concat(path, ["workflowTemplateRef"]), null) != null
