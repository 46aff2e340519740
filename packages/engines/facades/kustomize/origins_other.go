//go:build !wasip1

package policygate

// OriginsOnly does nothing: upstream's own code, as native builds use it, records both.
func OriginsOnly(bool) {}
