package kustomize

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"path"

	"sigs.k8s.io/kustomize/api/policygate"
)

// neededChart is a chart that must be rendered before the directory can be built: the caller renders it with the Helm engine, and
// repeats the request with the result under the same id.
type neededChart struct {
	ID string `json:"id"`
	policygate.Chart
}

// Exists tells whether a chart is there, as Kustomize does: by its folder.
func (j *job) Exists(folder string) bool { return j.files.IsDir(folder) }

// Render gives the documents that came with the request, or notes that they are needed.
func (j *job) Render(chart *policygate.Chart) ([]policygate.Document, error) {
	needed := neededChart{Chart: *chart}
	needed.Path = clean(chart.Path)
	for i := range needed.Values {
		needed.Values[i].File = j.relative(needed.Values[i].File)
	}
	data, err := json.Marshal(needed)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	needed.ID = hex.EncodeToString(sum[:])
	output, ok := j.charts[needed.ID]
	if !ok {
		j.needed = append(j.needed, needed)
		return nil, nil
	}
	if output.Error != "" {
		return nil, errors.New("chart " + needed.Path + ": " + output.Error)
	}
	documents := make([]policygate.Document, 0, len(output.Documents))
	for _, one := range output.Documents {
		documents = append(documents, policygate.Document{Template: path.Join(root, one.Template), Text: one.Text})
	}
	return documents, nil
}
