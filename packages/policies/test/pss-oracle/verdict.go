package main

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// verdict is what one version of the standard says about a pod.
type verdict struct {
	// Failed holds the identifiers of the checks that fail, also of baseline checks that a restricted one replaces.
	Failed []policy.CheckID `json:"failed"`
	// Baseline and Restricted tell whether the level lets the pod in.
	Baseline   bool `json:"baseline"`
	Restricted bool `json:"restricted"`
}

func judge(evaluator policy.Evaluator, pod *corev1.Pod, minor int) verdict {
	version := api.MajorMinorVersion(1, minor)
	return verdict{
		Failed:     failed(pod, version),
		Baseline:   admits(evaluator, pod, api.LevelVersion{Level: api.LevelBaseline, Version: version}),
		Restricted: admits(evaluator, pod, api.LevelVersion{Level: api.LevelRestricted, Version: version}),
	}
}

func admits(evaluator policy.Evaluator, pod *corev1.Pod, level api.LevelVersion) bool {
	return policy.AggregateCheckResults(evaluator.EvaluatePod(level, &pod.ObjectMeta, &pod.Spec)).Allowed
}

// failed runs each check in its newest form that is not newer than the version.
func failed(pod *corev1.Pod, version api.Version) []policy.CheckID {
	ids := []policy.CheckID{}
	for _, check := range policy.DefaultChecks() {
		var current policy.CheckPodFn
		for _, form := range check.Versions {
			if !version.Older(form.MinimumVersion) {
				current = form.CheckPod
			}
		}
		if current != nil && !current(&pod.ObjectMeta, &pod.Spec).Allowed {
			ids = append(ids, check.ID)
		}
	}
	return ids
}
