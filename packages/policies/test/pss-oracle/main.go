// Pss-oracle says what Kubernetes' own Pod Security admission says about pods.
//
// It reads {"minors": [...], "pods": [{"metadata": ..., "spec": ...}, ...]} from standard input and writes, for each pod and each minor
// version of Kubernetes 1.x, the checks that fail and whether the two levels let the pod in.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/policy"
	sigsjson "sigs.k8s.io/json"
)

type request struct {
	Minors []int             `json:"minors"`
	Pods   []json.RawMessage `json:"pods"`
}

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "pss-oracle:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer) error {
	var asked request
	if err := json.NewDecoder(in).Decode(&asked); err != nil {
		return err
	}
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return err
	}
	answers := make([][]verdict, 0, len(asked.Pods))
	for index, raw := range asked.Pods {
		pod, err := decode(raw)
		if err != nil {
			return fmt.Errorf("pod %d: %w", index, err)
		}
		perMinor := make([]verdict, 0, len(asked.Minors))
		for _, minor := range asked.Minors {
			perMinor = append(perMinor, judge(evaluator, pod, minor))
		}
		answers = append(answers, perMinor)
	}
	return json.NewEncoder(out).Encode(answers)
}

// decode reads a pod as the API server does: field names in exact case, none unknown, and the one default that the checks depend on.
func decode(raw []byte) (*corev1.Pod, error) {
	pod := &corev1.Pod{}
	strict, err := sigsjson.UnmarshalStrict(raw, pod)
	if err != nil {
		return nil, err
	}
	if len(strict) > 0 {
		return nil, strict[0]
	}
	for index := range pod.Spec.Volumes {
		setDefaultSource(&pod.Spec.Volumes[index])
	}
	return pod, nil
}

// setDefaultSource makes a volume without a source an emptyDir (SetDefaults_Volume of k8s.io/kubernetes/pkg/apis/core/v1).
func setDefaultSource(volume *corev1.Volume) {
	if volume.VolumeSource == (corev1.VolumeSource{}) {
		volume.EmptyDir = &corev1.EmptyDirVolumeSource{}
	}
}
