package policygate

import "sigs.k8s.io/kustomize/api/internal/target"

// OriginsOnly makes later builds record where objects come from, but not what transformed them.
func OriginsOnly(on bool) { target.OriginsOnly = on }
