/** Put in by the build from package.json. */
declare const PRODUCT_VERSION: string;

/** This product's version. */
export const VERSION = PRODUCT_VERSION;
