// Command kustomize is the kustomize engine: one JSON request on stdin, one JSON answer on stdout.
package main

import (
	"github.com/cloudmart/policy-gate/engines/internal/kustomize"
	"github.com/cloudmart/policy-gate/engines/internal/serve"
)

func main() { serve.Main(kustomize.Operations) }
