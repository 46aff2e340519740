package helm

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/strvals"

	"github.com/cloudmart/policy-gate/engines/internal/serve"
)

// overrides are the values of a request, named after the flags of `helm template`.
type overrides struct {
	// Values are values files in order; later ones win. File is only for messages.
	Values []struct {
		File string        `json:"file"`
		Text serve.Content `json:"text"`
	} `json:"values"`
	SetJSON    []string `json:"setJson"`
	Set        []string `json:"set"`
	SetString  []string `json:"setString"`
	SetLiteral []string `json:"setLiteral"`
	// SetFile gives a key the content of a file.
	SetFile []struct {
		Key  string        `json:"key"`
		Text serve.Content `json:"text"`
	} `json:"setFile"`
}

// merge applies the overrides in Helm's own order (values files, JSON, set, string, file, literal).
func (o *overrides) merge() (map[string]any, error) {
	merged := map[string]any{}
	for _, file := range o.Values {
		values, err := loader.LoadValues(bytes.NewReader(file.Text))
		if err != nil {
			return nil, &serve.Fault{Message: fmt.Sprintf("failed to parse %s: %v", file.File, err), File: file.File}
		}
		merged = loader.MergeMaps(merged, values)
	}
	for _, text := range o.SetJSON {
		if strings.HasPrefix(strings.TrimSpace(text), "{") {
			var values map[string]any
			if err := json.Unmarshal([]byte(text), &values); err != nil {
				return nil, fmt.Errorf("setJson %s: %w", text, err)
			}
			merged = loader.MergeMaps(merged, values)
		} else if err := strvals.ParseJSON(text, merged); err != nil {
			return nil, fmt.Errorf("setJson %s: %w", text, err)
		}
	}
	for _, list := range []struct {
		name  string
		texts []string
		parse func(string, map[string]any) error
	}{{"set", o.Set, strvals.ParseInto}, {"setString", o.SetString, strvals.ParseIntoString}} {
		for _, text := range list.texts {
			if err := list.parse(text, merged); err != nil {
				return nil, fmt.Errorf("%s %s: %w", list.name, text, err)
			}
		}
	}
	for _, file := range o.SetFile {
		content := func([]rune) (any, error) { return string(file.Text), nil }
		if err := strvals.ParseIntoFile(file.Key+"=content", merged, content); err != nil {
			return nil, fmt.Errorf("setFile %s: %w", file.Key, err)
		}
	}
	for _, text := range o.SetLiteral {
		if err := strvals.ParseLiteralInto(text, merged); err != nil {
			return nil, fmt.Errorf("setLiteral %s: %w", text, err)
		}
	}
	return merged, nil
}
