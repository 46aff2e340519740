package lib.secrets_test

import data.lib.secrets

literals(texts) := {text | some text in texts; secrets.is_literal(text)}

cases["what is a literal"] := {
	"got": literals([
		"hunter2", "a<b>c", "", " \n", "$(PASSWORD)", "Bearer $(TOKEN)", "<path:secret/data/shop#key>", "<password>",
		"vault:secret/data/shop#key", "ref+vault://secret/shop#key", "ENC[AES256_GCM,data:x]", "op://vault/item", "${PASSWORD}",
		"{{ .Values.password }}",
	]),
	"want": {"hunter2", "a<b>c"},
}

cases["what only the deployment fills"] := {
	"got": {text | some text in ["${A}", "{{ .a }}", "$(A)", "a"]; secrets.is_unresolved(text)},
	"want": {"${A}", "{{ .a }}"},
}

cases["names, in any case and with any separator"] := {
	"got": {name |
		some name in [
			"DB_PASSWORD", "dbPassword", "api-key", "spring.datasource.password", "PASSWORD_FILE", "password.file", "USER", "KEY",
		]
		secrets.is_sensitive(name, ["PASSWORD", "API_KEY"], ["*_FILE"])
	},
	"want": {"DB_PASSWORD", "dbPassword", "api-key", "spring.datasource.password"},
}

cases["private keys"] := {
	"got": {text |
		some text in ["-----BEGIN RSA PRIVATE KEY-----\nx", "---BEGIN OPENSSH PRIVATE KEY---", "-----BEGIN CERTIFICATE-----"]
		secrets.is_private_key(text)
	},
	"want": {"-----BEGIN RSA PRIVATE KEY-----\nx", "---BEGIN OPENSSH PRIVATE KEY---"},
}

cases["URLs with a password"] := {
	"got": {text |
		some text in [
			"postgres://shop:hunter2@db/shop", "amqp://a:p@ss@mq", "postgres://shop@db/shop", "postgres://shop:@db",
			"postgres://shop:$(PASSWORD)@db", "postgres://shop:$PASSWORD@db", "http://db:80/a@b", "shop:hunter2@db", "",
		]
		secrets.has_password(text)
	},
	"want": {"postgres://shop:hunter2@db/shop", "amqp://a:p@ss@mq"},
}

cases["words after a marker"] := {
	"got": {text |
		some text in [
			"--password=hunter2", "run --password='hunter2' now", "--password=", "--password=$(PASSWORD)", "--password=\"$PASSWORD\"",
			"--password=${PASSWORD}", "--password-file=/a", "--password=<password>",
		]
		secrets.follows_marker(text, ["--password="])
	},
	"want": {"--password=hunter2", "run --password='hunter2' now"},
}
