import{archives,pinnedVersion,releasePage,versionProblem}from"./chunk-N3ARDLTQ.mjs";import"./chunk-ZXZ4GN45.mjs";export{archives,pinnedVersion,releasePage,versionProblem};
