// Package capabilities stands in for the history of OPA's capabilities files (12 MB): a request brings its own.
package capabilities

import "embed"

// FS is empty.
var FS embed.FS
