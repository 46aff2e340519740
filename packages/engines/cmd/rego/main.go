// Command rego is the rego engine: one JSON request on stdin, one JSON answer on stdout.
package main

import (
	"github.com/cloudmart/policy-gate/engines/internal/rego"
	"github.com/cloudmart/policy-gate/engines/internal/serve"
)

func main() { serve.Main(rego.Operations) }
