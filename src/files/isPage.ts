/** True for a page instead of the file that was asked for, as servers of single-page apps answer. */
export function isPage({ headers }: Response): boolean {
  return headers.get('Content-Type')?.startsWith('text/html') ?? false;
}
