import{blockingReasons}from"./chunk-ADGMGV7X.mjs";function isBlocking({reason}){return blockingReasons.some(blocking=>blocking===reason)}export{isBlocking};
