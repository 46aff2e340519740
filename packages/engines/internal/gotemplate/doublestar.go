package gotemplate

import (
	"path"
	"strings"
)

// doublestar matches as the library of that name does: `**` as a whole part of the path stands for any number of folders, `{a,b}` for one
// of several, everything else stops at `/`.
func doublestar(pattern string) (func(string) bool, error) {
	var alternatives [][]string
	for _, alternative := range braces(pattern) {
		parts := strings.Split(strings.ReplaceAll(alternative, "[!", "[^"), "/")
		for _, part := range parts {
			if _, err := path.Match(part, ""); err != nil {
				return nil, err
			}
		}
		alternatives = append(alternatives, parts)
	}
	return func(text string) bool {
		for _, parts := range alternatives {
			if matchParts(parts, strings.Split(text, "/")) {
				return true
			}
		}
		return false
	}, nil
}

// mostAlternatives bounds what braces in one pattern multiply to.
const mostAlternatives = 1000

func braces(pattern string) []string {
	done, open := []string{}, []string{pattern}
	for len(open) > 0 && len(done)+len(open) < mostAlternatives {
		text := open[0]
		open = open[1:]
		start := strings.IndexByte(text, '{')
		end := strings.IndexByte(text[max(start, 0):], '}') + max(start, 0)
		if start < 0 || end < start {
			done = append(done, text)
			continue
		}
		// the innermost pair first
		start = strings.LastIndexByte(text[:end], '{')
		for _, choice := range strings.Split(text[start+1:end], ",") {
			open = append(open, text[:start]+choice+text[end+1:])
		}
	}
	return append(done, open...)
}

// matchParts goes over the text once for each part, so that many `**` cost no more than their number.
func matchParts(parts, text []string) bool {
	reached := make([]bool, len(text)+1)
	reached[0] = true
	for _, part := range parts {
		next := make([]bool, len(text)+1)
		for i := range reached {
			switch {
			case part == "**":
				next[i] = reached[i] || (i > 0 && next[i-1])
			case i > 0 && reached[i-1]:
				matched, err := path.Match(part, text[i-1])
				next[i] = matched && err == nil
			}
		}
		reached = next
	}
	return reached[len(text)]
}
