// Package kubernetes is imported by Helm only so that the build lists the version of client-go.
package kubernetes
