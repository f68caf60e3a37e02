declare const __PACKAGE_VERSIONS__: Readonly<Record<string, string>>;

/** Versions of Maskscope and of the packages that affect results; defined in vite.config.ts. */
export const packageVersions = __PACKAGE_VERSIONS__;
