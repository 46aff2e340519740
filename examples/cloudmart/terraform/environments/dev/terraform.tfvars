operator_role_arn        = "arn:aws:iam::111111111111:role/on-call"
permissions_boundary_arn = "arn:aws:iam::111111111111:policy/terraform-boundary"
