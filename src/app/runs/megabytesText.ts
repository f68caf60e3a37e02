/** A size for the user, e.g. `34 MB`; below one, e.g. `120 kB`. */
export function megabytesText(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6)} MB`;
}
