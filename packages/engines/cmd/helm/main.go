// Command helm is the helm engine: one JSON request on stdin, one JSON answer on stdout.
package main

import (
	"github.com/cloudmart/policy-gate/engines/internal/helm"
	"github.com/cloudmart/policy-gate/engines/internal/serve"
)

func main() { serve.Main(helm.Operations) }
