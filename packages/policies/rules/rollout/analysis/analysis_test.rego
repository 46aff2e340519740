package rules.rollout.analysis_test

import data.lib.fixtures

rollout(strategy) := fixtures.in_environment(
	fixtures.resource({
		"apiVersion": "argoproj.io/v1alpha1",
		"kind": "Rollout",
		"metadata": {"name": "order"},
		"spec": {"strategy": strategy},
	}),
	"production",
)

canary_path := ["spec", "strategy", "canary", "analysis"]

templates := {"templates": [{"templateName": "success-rate"}]}

cases["a canary without analysis"] := {
	"input": rollout({"canary": {"steps": [{"setWeight": 20}, {"pause": {}}]}}),
	"want": {{"path": canary_path, "params": {}}},
}

cases["outside production it is a remark"] := {
	"input": fixtures.in_environment(rollout({"canary": {"steps": [{"setWeight": 20}]}}), ""),
	"want": {{"path": canary_path, "params": {}, "severity": "low"}},
}

cases["no steps"] := {
	"input": rollout({"canary": {"steps": []}}),
	"want": {{"path": canary_path, "params": {}, "variant": "no_steps"}},
}

cases["an empty canary"] := {
	"input": rollout({"canary": {}}),
	"want": {{"path": canary_path, "params": {}, "variant": "no_steps"}},
}

cases["an analysis that names no template"] := {
	"input": rollout({"canary": {"analysis": {"templates": []}, "steps": [{"setWeight": 20}, {"analysis": null}]}}),
	"want": {{"path": canary_path, "params": {}}},
}

cases["background analysis"] := {"input": rollout({"canary": {"analysis": templates}}), "want": set()}

cases["analysis as a step"] := {
	"input": rollout({"canary": {"steps": [{"setWeight": 20}, {"analysis": templates}]}}),
	"want": set(),
}

cases["an experiment with analyses"] := {
	"input": rollout({"canary": {"steps": [{"experiment": {"analyses": [{"name": "a", "templateName": "b"}]}}]}}),
	"want": set(),
}

cases["an experiment without analyses"] := {
	"input": rollout({"canary": {"steps": [{"experiment": {"templates": [{"name": "a"}]}}]}}),
	"want": {{"path": canary_path, "params": {}}},
}

cases["blue-green without analysis"] := {
	"input": rollout({"blueGreen": {"activeService": "order"}}),
	"want": {{
		"path": ["spec", "strategy", "blueGreen", "prePromotionAnalysis"],
		"params": {},
		"variant": "blue_green",
	}},
}

cases["blue-green, analysed after the promotion"] := {
	"input": rollout({"blueGreen": {"activeService": "order", "postPromotionAnalysis": templates}}),
	"want": set(),
}

cases["no strategy is the schema's case"] := {"input": rollout(null), "want": set()}
