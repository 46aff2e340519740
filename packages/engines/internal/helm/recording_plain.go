//go:build !wasip1 && !vendored

package helm

import (
	"errors"

	"github.com/cloudmart/policy-gate/engines/internal/trace"
)

func record(*trace.Recorder) (end func(), err error) {
	return nil, errors.New("helm.trace needs the engine of vendor: build with -mod=vendor -tags=vendored")
}
