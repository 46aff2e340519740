import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
var justifications=["component_not_present","vulnerable_code_not_present","vulnerable_code_not_in_execute_path","vulnerable_code_cannot_be_controlled_by_adversary","inline_mitigations_already_exist"];export{justifications};
