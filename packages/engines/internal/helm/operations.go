// Package helm is the Helm engine: `helm template` without files, cluster or network, behind JSON requests.
package helm

import (
	"helm.sh/helm/v4/pkg/chart/common"

	"github.com/cloudmart/policy-gate/engines/internal/gotemplate"
	"github.com/cloudmart/policy-gate/engines/internal/serve"
)

// Operations of the engine.
var Operations = map[string]serve.Operation{
	"helm.render":       render,
	"helm.trace":        traced,
	"helm.capabilities": capabilities,
	"argocd.template":   gotemplate.Template,
}

// capabilities tells what templates see when a request names no Kubernetes version and no API versions.
func capabilities([]byte) (any, error) {
	known := common.DefaultCapabilities
	return map[string]any{"kubeVersion": known.KubeVersion.Version, "apiVersions": known.APIVersions}, nil
}
