package v1

import (
	"time"

	"helm.sh/helm/v4/pkg/release/common"
)

// Info is about a release in a cluster. The engine only sorts manifests and hooks, so the deployed objects, and with them the machinery
// of Kubernetes' API objects, are left out.
type Info struct {
	FirstDeployed    time.Time
	LastDeployed     time.Time
	Deleted          time.Time
	Description      string
	Status           common.Status
	RollbackRevision int
	Notes            string
}
