/** The version of policy-gate; a test holds it equal to package.json, which is not bundled. */
export const version = '0.1.0'
