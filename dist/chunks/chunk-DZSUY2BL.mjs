var formatNames=["text","json","sarif","junit","github","markdown","html","openvex","cyclonedx-vex"];export{formatNames};
