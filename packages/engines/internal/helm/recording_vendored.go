//go:build wasip1 || vendored

package helm

import (
	"helm.sh/helm/v4/pkg/engine"

	"github.com/cloudmart/policy-gate/engines/internal/trace"
)

// record follows the renders until the function that it gives is called. Only Helm's engine as it lies in vendor can be followed.
func record(recorder *trace.Recorder) (end func(), err error) {
	engine.Recording = recorder
	return func() { engine.Recording = nil }, nil
}
