// Package language names the one language that messages of this engine have.
package language

// Tag is a language.
type Tag struct{}

// English is what the checker of values schemas asks for.
var English Tag
