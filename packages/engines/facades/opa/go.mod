module github.com/open-policy-agent/opa/policygate

go 1.26.0

require github.com/open-policy-agent/opa v1.22.0
