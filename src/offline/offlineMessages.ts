import type { OfflineFile } from './offlineParts.ts';

/** What a page asks of the service worker; it answers on the message's port. */
export type OfflineRequest =
  /** Answered with {@link KeptFile}s. */
  | { readonly ask: 'files' }
  /** Lets a version that waits replace the one that runs. Not answered. */
  | { readonly ask: 'use-this-version' };

/** A file of the version that runs, and whether it is kept. */
export interface KeptFile extends Pick<OfflineFile, 'url' | 'part' | 'bytes'> {
  readonly isKept: boolean;
}
