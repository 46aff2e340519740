// Package tls stands in for crypto/tls: the engines have no network, they only mention its configuration type.
package tls

// Config is named by code that would dial; nothing does.
type Config struct{}
