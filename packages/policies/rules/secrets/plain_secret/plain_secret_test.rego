package rules.secrets.plain_secret_test

import data.lib.fixtures

secret(fields) := fixtures.resource(object.union(
	{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db"}},
	fields,
))

cases["data and stringData"] := {
	"input": secret({"data": {"password": "aHVudGVyMg=="}, "stringData": {"token": "abc"}}),
	"want": {
		{"path": ["data", "password"], "params": {"key": "password"}},
		{"path": ["stringData", "token"], "params": {"key": "token"}},
	},
}

cases["several lines of Base64"] := {
	"input": secret({"data": {"key": "aHVu\ndGVyMg==\n"}}),
	"want": {{"path": ["data", "key"], "params": {"key": "key"}}},
}

cases["empty values, null and no data"] := {
	"input": secret({"data": {"a": "", "b": null, "c": "IA=="}, "stringData": null}),
	"want": set(),
}

cases["references"] := {
	"input": secret({
		"data": {"a": "<path:secret/data/shop#a>", "b": "PHBhdGg6c2VjcmV0L2RhdGEvc2hvcCNhPg=="},
		"stringData": {"c": "<db-password>", "d": "ref+vault://secret/shop#d", "e": "vault:secret/data/shop#e"},
	}),
	"want": set(),
}

cases["encrypted by SOPS"] := {
	"input": secret({"data": {"a": "ENC[AES256_GCM,data:x,type:str]"}, "sops": {"version": "3.10.2"}}),
	"want": set(),
}

cases["placeholders are reported lower"] := {
	"input": secret({"stringData": {"a": "REPLACE_ME"}, "data": {"b": "Y2hhbmdlTWU="}}),
	"want": {
		{"path": ["stringData", "a"], "params": {"key": "a"}, "variant": "placeholder", "severity": "medium"},
		{"path": ["data", "b"], "params": {"key": "b"}, "variant": "placeholder", "severity": "medium"},
	},
}

cases["what a later step fills is unknown"] := {
	"input": secret({"stringData": {"a": "${DB_PASSWORD}"}}),
	"want": set(),
	"unknown": {{"path": ["stringData", "a"], "params": {"key": "a"}}},
}

cases["the certificate is public, its key is not"] := {
	"input": secret({"type": "kubernetes.io/tls", "data": {"tls.crt": "Y2VydA==", "tls.key": "a2V5"}}),
	"want": {{"path": ["data", "tls.key"], "params": {"key": "tls.key"}}},
}

cases["an exempt type"] := {
	"input": secret({"type": "bootstrap.kubernetes.io/token", "stringData": {"a": "x"}}),
	"params": {"exemptTypes": ["bootstrap.kubernetes.io/token"]},
	"want": set(),
}

cases["a number"] := {
	"input": secret({"stringData": {"pin": 1234}}),
	"want": {{"path": ["stringData", "pin"], "params": {"key": "pin"}}},
}
