// Package v1beta1 registers the API of CustomResourceDefinitions, which the list of versions already has.
package v1beta1

// AddToScheme does nothing.
func AddToScheme(any) error { return nil }
