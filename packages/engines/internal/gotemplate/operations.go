// Package gotemplate does the parts of Argo CD's ApplicationSet controller that depend on Go libraries: templates with their functions,
// merging of parameters, globs, and the build environment of applications. What is asked and answered is JSON; nothing is read.
package gotemplate

import "encoding/json"

// job is one question; exactly one field is set.
type job struct {
	Render  *renderJob  `json:"render"`
	Matrix  *matrixJob  `json:"matrix"`
	Merge   *mergeJob   `json:"merge"`
	Fill    *fillJob    `json:"fill"`
	Flatten *flattenJob `json:"flatten"`
	Expand  *expandJob  `json:"expand"`
	Match   *matchJob   `json:"match"`
}

// result is the answer to a job, or to one part of it.
type result struct {
	Value any    `json:"value,omitempty"`
	Error string `json:"error,omitempty"`
}

// Template answers `argocd.template`: jobs by order, a fault of one leaves the others alone.
func Template(data []byte) (any, error) {
	var request struct {
		Jobs []job `json:"jobs"`
	}
	if err := json.Unmarshal(data, &request); err != nil {
		return nil, err
	}
	results := make([]result, len(request.Jobs))
	for i, job := range request.Jobs {
		value, err := job.run()
		results[i] = answer(value, err)
	}
	return map[string]any{"results": results}, nil
}

func (j job) run() (any, error) {
	switch {
	case j.Render != nil:
		return j.Render.run()
	case j.Matrix != nil:
		return j.Matrix.run(), nil
	case j.Merge != nil:
		return j.Merge.run()
	case j.Fill != nil:
		return j.Fill.run()
	case j.Flatten != nil:
		return j.Flatten.run(), nil
	case j.Expand != nil:
		return j.Expand.run(), nil
	case j.Match != nil:
		return j.Match.run()
	}
	return nil, errUnknownJob
}

func answer(value any, err error) result {
	if err != nil {
		return result{Error: shortened(err.Error())}
	}
	return result{Value: value}
}

// messageLength bounds messages: templates repeat themselves in the errors of Go's template package.
const messageLength = 500

func shortened(message string) string {
	if runes := []rune(message); len(runes) > messageLength {
		return string(runes[:messageLength/2]) + " ... " + string(runes[len(runes)-messageLength/2:])
	}
	return message
}
