/** The directory picker of Chromium browsers, which is missing from TypeScript's DOM types. */
interface Window {
  showDirectoryPicker?(): Promise<FileSystemDirectoryHandle>;
}
