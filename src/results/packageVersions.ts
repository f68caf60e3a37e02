declare const __PACKAGE_VERSIONS__: Readonly<Record<string, string>>;

/** Versions of Maskscope and of the parts that decide a result; vite.config.ts puts them in. */
export const packageVersions = __PACKAGE_VERSIONS__;
