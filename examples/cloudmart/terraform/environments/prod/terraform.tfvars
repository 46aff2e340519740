operator_role_arn        = "arn:aws:iam::333333333333:role/on-call"
permissions_boundary_arn = "arn:aws:iam::333333333333:policy/terraform-boundary"
