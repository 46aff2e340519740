package engine

import (
	"fmt"
	"io"
	"sort"
	"strings"
	"text/template"
)

// Recorder follows a render without changing its output. The calls stand in engine.go and files.go (build/anchors.ts).
type Recorder interface {
	// Begin is told what the templates of each chart see, the root chart first.
	Begin(charts []Seen)
	// Functions gives the functions that templates call.
	Functions(template.FuncMap) template.FuncMap
	// Parsed follows each parse; the trees that are new in it come from text. The name is empty for the text of `tpl`.
	Parsed(all *template.Template, name, text string)
	// Open begins the output of a file, an include or a tpl; Close ends it and gives its text.
	Open() Output
	Close(Output) string
	// CloseFilled is Close that leaves "<no value>" out, as Helm does.
	CloseFilled(Output) string
	// File is a chart's file as text.
	File(content []byte, text string) string
	// Printed is the YAML of files by name.
	Printed(files map[string]string, text string) string
}

// Seen is what the templates of a chart see; Chart is "<chart>[/charts/<subchart>...]". An alias, so that recorders need not import this.
type Seen = struct {
	Chart string
	Top   map[string]any
	Files map[string][]byte
}

// Output takes the text of a template.
type Output = interface {
	io.Writer
	fmt.Stringer
}

// Recording is the recorder of the next render; nil renders plainly.
var Recording Recorder

func begin(templates map[string]renderable) {
	if Recording == nil {
		return
	}
	charts := map[string]Seen{}
	for _, one := range templates {
		files, _ := one.vals["Files"].(files)
		charts[one.basePath] = Seen{strings.TrimSuffix(one.basePath, "/templates"), one.vals, files}
	}
	sorted := make([]Seen, 0, len(charts))
	for _, seen := range charts {
		sorted = append(sorted, seen)
	}
	sort.Slice(sorted, func(i, j int) bool {
		a, b := sorted[i].Chart, sorted[j].Chart
		if x, y := strings.Count(a, "/charts/"), strings.Count(b, "/charts/"); x != y {
			return x < y
		}
		return a < b
	})
	Recording.Begin(sorted)
}

func functions(all template.FuncMap) template.FuncMap {
	if Recording == nil {
		return all
	}
	return Recording.Functions(all)
}

func parsed(all *template.Template, name, text string) {
	if Recording != nil {
		Recording.Parsed(all, name, text)
	}
}

func open() Output {
	if Recording == nil {
		return &strings.Builder{}
	}
	return Recording.Open()
}

func closed(output Output) string {
	if Recording == nil {
		return output.String()
	}
	return Recording.Close(output)
}

func closedFilled(output Output) string {
	if Recording == nil {
		return strings.ReplaceAll(output.String(), "<no value>", "")
	}
	return Recording.CloseFilled(output)
}

func fileText(content []byte, text string) string {
	if Recording == nil {
		return text
	}
	return Recording.File(content, text)
}

func printedFiles(files map[string]string) string {
	if Recording == nil {
		return toYAML(files)
	}
	return Recording.Printed(files, toYAML(files))
}

func fileLines(content []byte, lines []string) []string {
	if Recording != nil {
		for i, line := range lines {
			lines[i] = Recording.File(content, line)
		}
	}
	return lines
}
