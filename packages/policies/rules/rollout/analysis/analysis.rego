# METADATA
# title: Rollout without analysis
# description: |
#   A progressive delivery that measures nothing promotes a broken version as surely as a good one. Only an analysis can stop it and roll
#   back before everybody is served by it.
# related_resources:
#   - https://argo-rollouts.readthedocs.io/en/stable/features/analysis/
# custom:
#   severity: high
#   profile: baseline
#   scope: resource
#   kinds: [argoproj.io/Rollout]
#   message: The canary is promoted without any analysis of how it behaves.
#   variants:
#     no_steps: The canary has no steps and no analysis, which makes it a plain rolling update.
#     blue_green: The new version takes over without an analysis before or after the promotion.
#   remediation: >-
#     Refer to an AnalysisTemplate, for a canary in `analysis` or a step, for blue-green in `prePromotionAnalysis` or `postPromotionAnalysis`.
#   ko:
#     title: 분석이 없는 롤아웃
#     description: |
#       아무것도 측정하지 않는 점진적 배포는 결함이 있는 버전도 정상 버전과 똑같이 승격시킵니다. 모든 사용자에게 영향을 주기 전에 배포를 멈추고 되돌릴 수
#       있는 수단은 분석뿐입니다.
#     message: 카나리가 동작 상태에 대한 분석 없이 승격됩니다.
#     variants:
#       no_steps: 카나리에 단계와 분석이 모두 없어 일반 롤링 업데이트와 같습니다.
#       blue_green: 승격 전후의 분석 없이 새 버전으로 전환됩니다.
#     remediation: >-
#       AnalysisTemplate을 참조하세요. 카나리는 `analysis` 또는 단계에서, 블루-그린은 `prePromotionAnalysis` 또는 `postPromotionAnalysis`에서
#       지정합니다.
#   families: [change]
#   frameworks: {nist_800_53: [SI-4], isms_p: [2.8.2, 2.9.2]}
#   tags: [reliability]
package rules.rollout.analysis

import data.lib.findings as finding
import data.lib.labels

canary := value if {
	value := input.object.spec.strategy.canary
	is_object(value)
}

blue_green := value if {
	value := input.object.spec.strategy.blueGreen
	is_object(value)
}

steps := labels.array_or_empty(object.get(canary, "steps", []))

unanalysed contains finding.at(["spec", "strategy", "canary", "analysis"], {}) if {
	count(steps) > 0
	not canary_is_analysed
}

unanalysed contains finding.variant(finding.at(["spec", "strategy", "canary", "analysis"], {}), "no_steps") if {
	count(steps) == 0
	not canary_is_analysed
}

unanalysed contains finding.variant(
	finding.at(["spec", "strategy", "blueGreen", "prePromotionAnalysis"], {}),
	"blue_green",
) if {
	blue_green
	not has_templates(blue_green, "prePromotionAnalysis")
	not has_templates(blue_green, "postPromotionAnalysis")
}

canary_is_analysed if has_templates(canary, "analysis")

canary_is_analysed if {
	some step in steps
	has_templates(step, "analysis")
}

canary_is_analysed if {
	some step in steps
	count(step.experiment.analyses) > 0
}

has_templates(holder, field) if count(holder[field].templates) > 0

findings contains entry if {
	input.unit.environment == "production"
	some entry in unanalysed
}

findings contains finding.with_severity(entry, "low") if {
	input.unit.environment != "production"
	some entry in unanalysed
}
