package lib.kubernetes_test

import data.lib.kubernetes

test_a_version_is_at_least_itself_and_older_ones if {
	every minor in [0, 33, 34] { kubernetes.at_least(minor) } with data.settings.kubernetes_minor as 34
}

test_a_version_is_not_at_least_a_newer_one if {
	not kubernetes.at_least(35) with data.settings.kubernetes_minor as 34
}
