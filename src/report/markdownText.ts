/**
 * Text as one line of GitHub-flavoured Markdown that shows it as it is: names of files and folders
 * may contain anything, also links, pictures and HTML.
 */
export function markdownText(text: string): string {
  return (
    text
      .replace(/[\\|*_<>`~$[\]]/g, '\\$&')
      .replace(/&(?=#?\w+;)/g, '\\&')
      // Bare addresses become links too.
      .replace(/:\/\//g, '\\://')
      .replace(/www\./gi, (match) => `${match.slice(0, -1)}\\.`)
      .replace(/\r?\n/g, ' ')
      // At the start of a line these are headings and lists.
      .replace(/^(\s*)([#+-])(?=[\s#-]|$)/, '$1\\$2')
      .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2')
  );
}
