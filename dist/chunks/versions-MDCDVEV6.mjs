import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{archives,pinnedVersion,releasePage,versionProblem}from"./chunk-AYHEMXQT.mjs";import"./chunk-BQT4TMW2.mjs";export{archives,pinnedVersion,releasePage,versionProblem};
