import type { NotKeptReason } from './notKept.ts';
import type { OfflineFile } from './offlineParts.ts';

/** What a page asks of the service worker; it answers on the message's port. */
export type OfflineRequest =
  /** Answered with {@link KeptFile}s. */
  | { readonly ask: 'files' }
  /** Answered with a {@link NotKeptReason} when the file is not being loaded any more; null: it is kept. */
  | { readonly ask: 'why-not-kept'; readonly url: string }
  /** Ends what is being loaded for this page. Not answered. */
  | { readonly ask: 'stop-loading' }
  /** Lets a version that waits replace the one that runs. Not answered. */
  | { readonly ask: 'use-this-version' };

/** The answer to each question that has one. */
export interface OfflineAnswers {
  readonly files: readonly KeptFile[];
  readonly 'why-not-kept': NotKeptReason | null;
}

/** A file of the version that runs, and whether it is kept. */
export interface KeptFile extends Pick<OfflineFile, 'url' | 'part' | 'bytes'> {
  readonly isKept: boolean;
}

/** What the service worker tells all pages unasked: a version of it could not be installed. */
export interface InstallFailure {
  readonly tell: 'install-failed';
  /** Why, a clause without a full stop. */
  readonly reason: string;
}
