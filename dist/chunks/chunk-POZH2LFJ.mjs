import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{relative,sep}from"node:path";function isInside(path,folder){return path===folder||path.startsWith(folder.endsWith(sep)?folder:folder+sep)}function toRelative(path,root){return relative(root,path).split(sep).join("/")||"."}export{isInside,toRelative};
