package rules.image.unlocked_test

import data.lib.fixtures

asked(mode, locked, uses) := object.union(fixtures.image_in({}, uses), {"lock": {"mode": mode, "locked": locked}})

tagged := fixtures.use("a", {})

pinned := fixtures.use("b", {"image": {"digest": "sha256:0a"}})

templated := fixtures.use("c", {"image": {"unresolved": true}})

finding_of(uses) := {"params": {"image": "registry.example/shop/order:1.4.0", "tag": "1.4.0"}, "uses": uses}

cases["no entry"] := {"input": asked("require", false, [tagged]), "want": {finding_of([0])}}

cases["an entry"] := {"input": asked("require", true, [tagged]), "want": set()}

cases["a digest in the reference needs none, a placeholder can have none"] := {
	"input": asked("require", false, [pinned, templated, tagged]),
	"want": {finding_of([2])},
}

cases["only digests"] := {"input": asked("require", false, [pinned]), "want": set()}

cases["entries are not required"] := {"input": asked("check", false, [tagged]), "want": set()}
