package helm

import (
	"encoding/json"

	"github.com/cloudmart/policy-gate/engines/internal/trace"
)

type traceAnswer struct {
	answer
	Map trace.Map `json:"map"`
	// Charts are the chart and its subcharts.
	Charts []chartOrigin `json:"charts"`
}

// traced does what render does with a recorder. The caller compares the documents with those of render: only where they are the same does
// the map belong to them.
func traced(data []byte) (any, error) {
	var r request
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, err
	}
	recorder := trace.New()
	end, err := record(recorder)
	if err != nil {
		return nil, err
	}
	defer end()
	made, err := r.template()
	if err != nil {
		return nil, err
	}
	charts, err := chartOrigins(made.chart, r.Files)
	if err != nil {
		return nil, err
	}
	gathered := recorder.Answer()
	for _, one := range made.Documents {
		if one.CRD {
			gathered.Add("", "")
		} else {
			gathered.Add(one.Text, made.files[one.Template])
		}
	}
	return traceAnswer{made.answer, gathered.Map(), charts}, nil
}
