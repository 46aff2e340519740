# METADATA
# title: Secret values
# description: |
#   Tells a credential written into a manifest from a reference to one. The values themselves never go into a finding.
package lib.secrets

# METADATA
# description: |
#   True for text that is a value itself: not empty, not a reference that something resolves in the cluster, not a placeholder that the
#   deployment fills.
is_literal(text) if {
	trim_space(text) != ""
	not is_reference(text)
	not is_unresolved(text)
}

# METADATA
# description: |
#   True for a reference or a ciphertext: `$(VAR)` of Kubernetes, `<path:...>` of the Argo CD Vault plugin, `vault:` and `>>vault:` of
#   Bank-Vaults, `ref+` of vals, `op://` of 1Password, `ENC[` of SOPS.
is_reference(text) if {
	some start in ["<path:", "vault:", ">>vault:", "ref+", "op://", "ENC["]
	startswith(trim_space(text), start)
}

is_reference(text) if contains(text, "$(")

# A placeholder of the Argo CD Vault plugin is the whole value: `<key>`.
is_reference(text) if {
	startswith(trim_space(text), "<")
	endswith(trim_space(text), ">")
}

# METADATA
# description: True for text with a variable or a template that is filled before the deployment (`${VAR}` of Flux, `{{ .. }}`).
is_unresolved(text) if contains(text, "${")

is_unresolved(text) if contains(text, "{{")

# METADATA
# description: |
#   True when a name (of a variable, a key) speaks of a credential: it contains one of the words and fits none of the allowed globs.
#   Case is folded; `-`, `.` and `_` are the same.
is_sensitive(name, words, allowed) if {
	folded := _fold(name)
	some word in words
	contains(folded, _fold(word))
	not _is_allowed(folded, allowed)
}

# METADATA
# description: True for a private key in PEM form, also where its frame lost dashes on the way.
is_private_key(text) if {
	contains(text, "---BEGIN ")
	contains(text, "PRIVATE KEY---")
}

# METADATA
# description: True for a URL whose password is written out (`scheme://user:password@host`).
has_password(text) if {
	rest := split(text, "://")[1]
	authority := split(rest, "/")[0]
	parts := split(authority, "@")
	count(parts) > 1
	user_info := concat("@", array.slice(parts, 0, count(parts) - 1))
	password := substring(user_info, indexof(user_info, ":") + 1, -1)
	contains(user_info, ":")
	is_literal(password)
	not startswith(password, "$")
}

# METADATA
# description: |
#   True for a command line that writes a credential out after one of the markers, e.g. `--password=hunter2`; a shell variable or a
#   reference in its place is none.
follows_marker(text, markers) if {
	some marker in markers
	rest := substring(text, indexof(text, marker) + count(marker), -1)
	contains(text, marker)
	word := split(trim_left(rest, "\"' "), " ")[0]
	is_literal(word)
	not _is_variable(word)
}

_is_allowed(folded, allowed) if {
	some pattern in allowed
	glob.match(_fold(pattern), null, folded)
}

_is_variable(word) if startswith(word, "$")

_is_variable(word) if startswith(word, "%")

_is_variable(word) if startswith(word, "<")

_fold(name) := replace(replace(upper(name), "-", "_"), ".", "_")
