/** The directory picker of Chromium browsers, which TypeScript's DOM types do not have yet. */
interface Window {
  showDirectoryPicker?(): Promise<FileSystemDirectoryHandle>;
}
