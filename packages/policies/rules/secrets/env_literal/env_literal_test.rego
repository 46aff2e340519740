package rules.secrets.env_literal_test

import data.lib.fixtures

env(variables) := fixtures.pod({"containers": [{"name": "a", "env": variables}]})

args(words) := fixtures.pod({"containers": [{"name": "a", "args": words}]})

variable(index, name) := {
	"path": ["spec", "containers", 0, "env", index, "value"],
	"params": {"container": "a", "name": name},
}

argument(index) := {
	"path": ["spec", "containers", 0, "args", index],
	"params": {"container": "a", "field": "args"},
	"variant": "argument",
}

cases["names that speak of a credential"] := {
	"input": env([
		{"name": "DB_PASSWORD", "value": "hunter2"},
		{"name": "apiKey", "value": "abc"},
		{"name": "AZURE_BATCH_KEY", "value": "abc"},
		{"name": "USER", "value": "shop"},
	]),
	"want": {variable(0, "DB_PASSWORD"), variable(1, "apiKey"), variable(2, "AZURE_BATCH_KEY")},
}

cases["references, empty values, switches and allowed names"] := {
	"input": env([
		{"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db", "key": "password"}}},
		{"name": "TOKEN", "value": "$(OTHER)"},
		{"name": "SECRET", "value": "vault:secret/data/shop#key"},
		{"name": "API_KEY", "value": ""},
		{"name": "PASSWORD_FILE", "value": "/run/secrets/password"},
		{"name": "TOKEN_TTL", "value": "3600"},
		{"name": "USE_TOKEN", "value": "true"},
		{"name": "PASSWORD"},
	]),
	"want": set(),
}

cases["values that tell themselves"] := {
	"input": env([
		{"name": "KEY", "value": "-----BEGIN EC PRIVATE KEY-----\nabc"},
		{"name": "DATABASE_URL", "value": "postgres://shop:hunter2@db/shop"},
		{"name": "DATABASE_URL", "value": "postgres://shop:$(PASSWORD)@db/shop"},
	]),
	"want": {
		object.union(variable(0, "KEY"), {"variant": "value"}),
		object.union(variable(1, "DATABASE_URL"), {"variant": "value"}),
	},
}

cases["a name and a telling value make one finding"] := {
	"input": env([{"name": "PRIVATE_KEY", "value": "-----BEGIN EC PRIVATE KEY-----\nabc"}]),
	"want": {variable(0, "PRIVATE_KEY")},
}

cases["arguments"] := {
	"input": args([
		"--password=hunter2", "--token", "abc", "--token", "$(TOKEN)", "--token", "--verbose", "--password=$(PASSWORD)",
		"PGPASSWORD=hunter2 psql", "curl -H 'Authorization: Bearer abc'", "curl -H \"Authorization: Bearer $TOKEN\"",
		"--db=postgres://shop:hunter2@db/shop",
	]),
	"want": {argument(0), argument(2), argument(8), argument(9), argument(11)},
}

cases["a command of an init container"] := {
	"input": fixtures.deployment({"initContainers": [{"name": "b", "command": ["sh", "-c", "mc --password=hunter2"]}]}),
	"want": {{
		"path": ["spec", "template", "spec", "initContainers", 0, "command", 2],
		"params": {"container": "b", "field": "command"},
		"variant": "argument",
	}},
}

cases["what a later step fills is unknown"] := {
	"input": env([{"name": "DB_PASSWORD", "value": "${DB_PASSWORD}"}]),
	"want": set(),
	"unknown": {variable(0, "DB_PASSWORD")},
}

cases["words and exceptions by parameter"] := {
	"input": env([{"name": "LICENCE", "value": "abc"}, {"name": "PUBLIC_TOKEN", "value": "abc"}]),
	"params": {"words": ["LICENCE", "TOKEN"], "allowed": ["PUBLIC_*"]},
	"want": {variable(0, "LICENCE")},
}

cases["no environment (null)"] := {"input": env(null), "want": set()}
