import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
var formatNames=["text","json","sarif","junit","github","markdown","html","openvex","cyclonedx-vex"];export{formatNames};
