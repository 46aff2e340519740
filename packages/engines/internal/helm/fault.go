package helm

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/cloudmart/policy-gate/engines/internal/serve"
)

var (
	// "chart/templates/file.yaml:3:14" as Go's template package and Helm write it.
	place = regexp.MustCompile(`([\w.@-][^\s:()"<>]*/[^\s:()"<>]+):(\d+)(?::(\d+))?`)
	// "YAML parse error on chart/templates/file.yaml: ..."; the line that follows is one of the output, not of the template.
	output = regexp.MustCompile(`^YAML parse error on (.+?): `)
)

// templateFault keeps Helm's message and takes the place out of it: the innermost template of a chain of includes.
func templateFault(err error) error {
	message := strings.TrimSpace(err.Error())
	fault := &serve.Fault{Message: message}
	if match := output.FindStringSubmatch(message); match != nil {
		fault.File = match[1]
		return fault
	}
	matches := place.FindAllStringSubmatch(message, -1)
	if len(matches) > 0 {
		last := matches[len(matches)-1]
		fault.File = last[1]
		fault.Line, _ = strconv.Atoi(last[2])
		fault.Column, _ = strconv.Atoi(last[3])
	}
	return fault
}
