// Package rest stands in for client-go's configuration of a cluster connection.
package rest

// Config is never filled in.
type Config struct{}
