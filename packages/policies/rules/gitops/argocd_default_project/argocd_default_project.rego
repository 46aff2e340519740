# METADATA
# title: Application in the default project
# description: |
#   Argo CD's project `default` lets an Application deploy anything from any repository to any cluster and namespace. A project of its own
#   is what bounds an Application.
# related_resources:
#   - https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [argoproj.io/Application, argoproj.io/ApplicationSet]
#   message: The Application belongs to Argo CD's unrestricted project "default".
#   variants:
#     missing: The Application names no project and so belongs to Argo CD's unrestricted project "default".
#     chosen_by_file: A file that the Git generator reads chooses the project ({project}); whoever changes that file chooses the permissions.
#   remediation: Create an AppProject with the sources, destinations and kinds that this Application needs, and name it in `project`.
#   ko:
#     title: 기본 프로젝트에 속한 애플리케이션
#     description: |
#       Argo CD의 `default` 프로젝트는 어떤 저장소의 어떤 리소스든 모든 클러스터와 네임스페이스에 배포할 수 있게 합니다. 애플리케이션의 범위를
#       제한하려면 전용 프로젝트가 필요합니다.
#     message: 애플리케이션이 제한 없는 Argo CD 기본 프로젝트 "default"에 속해 있습니다.
#     variants:
#       missing: 프로젝트가 지정되지 않아 애플리케이션이 제한 없는 Argo CD 기본 프로젝트 "default"에 속합니다.
#       chosen_by_file: Git 생성기가 읽는 파일이 프로젝트({project})를 결정하므로, 그 파일을 바꾸는 사람이 권한까지 결정하게 됩니다.
#     remediation: 이 애플리케이션에 필요한 소스, 대상, 리소스 종류만 허용하는 AppProject를 만들고 `project`에 지정하세요.
#   families: [change, authorization]
package rules.gitops.argocd_default_project

import data.lib.findings as finding
import data.lib.labels

# Where the specification of the Application stands.
root := ["spec"] if input.ref.kind == "Application"

root := ["spec", "template", "spec"] if input.ref.kind == "ApplicationSet"

path := array.concat(root, ["project"])

project := object.get(input.object, path, "")

findings contains finding.at(path, {}) if project == "default"

findings contains finding.variant(finding.at(path, {}), "missing") if project in {"", null}

findings contains finding.variant(finding.at(path, {"project": project}), "chosen_by_file") if {
	contains(project, "{{")
	chosen_by_file
}

unknown contains finding.at(path, {}) if {
	contains(project, "{{")
	not chosen_by_file
}

chosen_by_file if {
	some generator in generators
	generator.git.files
}

# Matrix and merge generators combine others, which may be such themselves; Argo CD allows two levels.
generators contains generator if some generator in input.object.spec.generators

generators contains inner if {
	some generator in input.object.spec.generators
	some inner in combined(generator)
}

generators contains innermost if {
	some generator in input.object.spec.generators
	some inner in combined(generator)
	some innermost in combined(inner)
}

combined(generator) := [inner |
	some kind in ["matrix", "merge"]
	some inner in labels.array_or_empty(object.get(generator, [kind, "generators"], []))
]
