package engine

import "k8s.io/client-go/rest"

type lookupFunc = func(apiversion, resource, namespace, name string) (map[string]any, error)

// ClientProvider is named by the engine; without a cluster there is none to ask.
type ClientProvider interface{}

type clientProviderFromConfig struct{ config *rest.Config }

// NewLookupFunction answers as `helm template` does without a cluster: nothing is found.
func NewLookupFunction(*rest.Config) lookupFunc { return newLookupFunction(nil, nil) }

func newLookupFunction(any, ClientProvider) lookupFunc {
	return func(string, string, string, string) (map[string]any, error) { return map[string]any{}, nil }
}
