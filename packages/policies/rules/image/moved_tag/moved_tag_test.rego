package rules.image.moved_tag_test

import data.lib.fixtures

cases["a tag that has moved"] := {
	"input": fixtures.image({"moved": {"from": "sha256:0a", "to": "sha256:0b"}}),
	"want": {{"params": {"image": "registry.example/shop/order:1.4.0", "tag": "1.4.0", "from": "sha256:0a", "to": "sha256:0b"}}},
}

cases["a tag that has not"] := {"input": fixtures.image({"digest": "sha256:0a"}), "want": set()}
