package helm

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"time"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
	"helm.sh/helm/v4/pkg/ignore"

	"github.com/cloudmart/policy-gate/engines/internal/serve"
)

var byteOrderMark = []byte{0xEF, 0xBB, 0xBF}

// bufferedFiles does what Helm's directory loader does before it hands files to LoadFiles: it applies .helmignore of the chart's root
// (a pattern that matches a folder takes its contents) and drops byte order marks.
func bufferedFiles(files map[string]serve.Content) ([]*archive.BufferedFile, error) {
	rules := ignore.Empty()
	if text, ok := files[ignore.HelmIgnore]; ok {
		var err error
		if rules, err = ignore.Parse(bytes.NewReader(text)); err != nil {
			return nil, fmt.Errorf(".helmignore: %w", err)
		}
	}
	rules.AddDefaults()
	var buffered []*archive.BufferedFile
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !fs.ValidPath(name) {
			return nil, fmt.Errorf("%q is not a path inside a chart", name)
		}
		if !ignored(rules, name) {
			buffered = append(buffered, &archive.BufferedFile{Name: name, Data: bytes.TrimPrefix(files[name], byteOrderMark)})
		}
	}
	return buffered, nil
}

func ignored(rules *ignore.Rules, name string) bool {
	for folder := path.Dir(name); folder != "."; folder = path.Dir(folder) {
		if rules.Ignore(folder, entry{path.Base(folder), fs.ModeDir | 0o755}) {
			return true
		}
	}
	return rules.Ignore(name, entry{path.Base(name), 0o644})
}

// entry is as much of a directory entry as ignore rules look at.
type entry struct {
	name string
	mode fs.FileMode
}

func (e entry) Name() string       { return e.name }
func (e entry) Size() int64        { return 0 }
func (e entry) Mode() fs.FileMode  { return e.mode }
func (e entry) ModTime() time.Time { return time.Time{} }
func (e entry) IsDir() bool        { return e.mode.IsDir() }
func (e entry) Sys() any           { return nil }
