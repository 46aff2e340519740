operator_role_arn        = "arn:aws:iam::222222222222:role/on-call"
permissions_boundary_arn = "arn:aws:iam::222222222222:policy/terraform-boundary"
