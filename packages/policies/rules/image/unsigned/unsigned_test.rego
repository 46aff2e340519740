package rules.image.unsigned_test

import data.lib.fixtures

attached(number) := fixtures.image({"attachments": {"signatures": number, "sboms": 1}})

finding := {"params": {"image": "registry.example/shop/order:1.4.0", "tag": "1.4.0"}}

unasked := object.union(finding, {"variant": "unasked"})

cases["none"] := {"input": attached(0), "want": {finding}}

cases["one"] := {"input": attached(1), "want": set()}

cases["the registry was not asked"] := {"input": fixtures.image({}), "want": set(), "unknown": {unasked}}

cases["an image without a result is told elsewhere"] := {
	"input": fixtures.image({"problem": {"code": "offline", "message": "It was not asked for."}}),
	"want": set(),
}

cases["an image that was there before"] := {"input": fixtures.image({"unchanged": true}), "want": set()}
