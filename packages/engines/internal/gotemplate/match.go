package gotemplate

import (
	"fmt"
	"os"
	"path"
	"strings"

	"github.com/gobwas/glob"
)

// expandJob replaces variables of Argo CD's build environment. `$$` is a dollar sign, an unknown variable is empty.
type expandJob struct {
	Texts     []string          `json:"texts"`
	Variables map[string]string `json:"variables"`
}

func (j *expandJob) run() []string {
	expanded := make([]string, len(j.Texts))
	for i, text := range j.Texts {
		expanded[i] = os.Expand(text, func(name string) string {
			if name == "$" {
				return "$"
			}
			return j.Variables[name]
		})
	}
	return expanded
}

// matchJob tells which paths a pattern matches, by the rules of one place in Argo CD.
type matchJob struct {
	// Kind is `directory` for include and exclude of a directory source (`*` passes over `/`), `path` for directories of a git generator
	// (`*` stops at `/`), `files` for files of a git generator, which are those of `git ls-files`, `values` for values files.
	Kind    string   `json:"kind"`
	Pattern string   `json:"pattern"`
	Paths   []string `json:"paths"`
}

// run gives the indexes of the paths that match.
func (j *matchJob) run() ([]int, error) {
	matches, err := j.matcher()
	if err != nil {
		return nil, fmt.Errorf("%q is no valid pattern: %w", j.Pattern, err)
	}
	found := []int{}
	for i, text := range j.Paths {
		if matches(text) {
			found = append(found, i)
		}
	}
	return found, nil
}

func (j *matchJob) matcher() (func(string) bool, error) {
	switch j.Kind {
	case "directory":
		compiled, err := glob.Compile(j.Pattern)
		if err != nil {
			return nil, err
		}
		return compiled.Match, nil
	case "path":
		_, err := path.Match(j.Pattern, "")
		return func(text string) bool {
			matched, err := path.Match(j.Pattern, text)
			return matched && err == nil
		}, err
	case "files":
		return pathspec(j.Pattern)
	case "values":
		return doublestar(j.Pattern)
	}
	return nil, errUnknownJob
}

// pathspec matches as git does without magic words: a pattern that is a path matches it and all below it; `*`, `?` and `[...]` match `/`
// too.
func pathspec(pattern string) (func(string) bool, error) {
	folder := strings.TrimSuffix(pattern, "/") + "/"
	literal := func(text string) bool {
		return text == pattern || strings.HasPrefix(text, folder) || pattern == "" || pattern == "."
	}
	if !strings.ContainsAny(pattern, `*?[\`) {
		return literal, nil
	}
	// what path.Match does not let `*`, `?` and sets match is `/` alone, so it stands for it nowhere
	slashless := strings.NewReplacer("/", "\x00")
	shape := slashless.Replace(strings.ReplaceAll(pattern, "[!", "[^"))
	_, err := path.Match(shape, "")
	return func(text string) bool {
		matched, err := path.Match(shape, slashless.Replace(text))
		return (matched && err == nil) || literal(text)
	}, err
}
